export { type Backoff, Outlook, type Patience } from "./outlook";
export { type RetryOptions, retried } from "./retried";
export { mayRepeat } from "./rules";
