/** An HTTP server that acts like the API's endpoints of Access policies, for trying things out and for tests. */
export type {
  GivenGroup,
  GivenList,
  GivenObject,
  GivenObjects,
  GivenRule,
  GivenServiceToken,
  GivenTypedObject,
} from "./account-objects";
export type { GivenApplication } from "./application-directory";
export type { KnownApiKey, KnownToken, Permission } from "./authentication";
export type { Commit, OnCommit } from "./commit";
export type { PolicyEdit, PolicyFilter } from "./dashboard";
export type {
  Fault,
  FaultKind,
  FaultPlan,
  FaultReport,
  SeededFaults,
} from "./faults/fault";
export { readFaults } from "./faults/fault-check";
export type { Intervention, OnAnswer, OnRequest } from "./intervention";
export { DEFAULT_NORMALIZATION, type Normalization } from "./normalization/normalization";
export type { EmulatorOptions } from "./options";
export type { PolicyWithPrecedence } from "./placement";
export type { RateLimit } from "./rate-limit";
export type { RecordedRequest } from "./recorded-request";
export type { RequestCounts } from "./request-counts";
export { SAMPLE_ACCOUNT } from "./sample-account";
export { type Emulator, startEmulator } from "./start-emulator";
export { startEmulatorInWorker, type WorkerEmulator } from "./start-in-worker";
export type { ApplicationRecord, ObjectKind, PolicyRecord } from "./store";
export type { WorkerEmulatorOptions } from "./worker-messages";
