export { AccessClient, type AccessClientOptions } from "./access-client";
export type { AccountDirectory, ListedObjects, LookUpOptions } from "./account-directory";
export {
  ACCOUNT_OBJECTS,
  type AccountObject,
  type AccountObjectKind,
  type ApplicationEntry,
  type TypedObject,
} from "./account-objects";
export type { AccountSnapshot, SnapshotEntry, SnapshotOptions } from "./account-snapshot";
export {
  ApiError,
  type ApiErrorDetails,
  type ApiErrorEntry,
  type ApiErrorKind,
  type RequestOutcome,
} from "./api-error";
export { type ApplicationDocument, type ApplicationEndpoint, changedSettings } from "./application-endpoint";
export type { ApplicationAnswer, ApplicationPolicyEntry } from "./applications";
export type { Credentials } from "./credentials";
export { absenceIn, isPrecedenceConflict, mayLackApplication } from "./error-codes";
export type { PolicyAnswer } from "./policy-answer";
export type {
  ApplicationSnapshot,
  CachedSnapshot,
  CreateEvent,
  CreateOptions,
  Duplicate,
  DuplicateCriteria,
  PolicyEndpoint,
  ReadOptions,
  RequestOptions,
  WholeCollection,
} from "./policy-endpoint";
export { DEFAULT_BASE_URL, formatUserAgent } from "./settings";
