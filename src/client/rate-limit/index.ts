export { rateLimit } from "./request-queue";
export { inWords, rateLimitFix, retryAfterSeconds } from "./request-window";
