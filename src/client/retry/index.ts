export { type RetryOptions, retried } from "./retried";
