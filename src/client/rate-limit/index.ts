export { rateLimit } from "./request-queue";
export { inWords, rateLimitAdvice, retryAfterSeconds } from "./request-window";
