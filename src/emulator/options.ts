import type { GivenGroup, GivenList, GivenServiceToken, GivenTypedObject } from "./account-objects";
import type { GivenApplication } from "./application-directory";
import type { KnownApiKey, KnownToken } from "./authentication";
import type { OnCommit } from "./commit";
import type { FaultPlan } from "./faults/fault";
import type { OnAnswer, OnRequest } from "./intervention";
import type { Normalization } from "./normalization/normalization";
import type { RateLimit } from "./rate-limit";
import type { RecordedRequest } from "./recorded-request";

export interface EmulatorOptions {
  /** On 127.0.0.1. @default a free one */
  readonly port?: number;
  /** @default with no `apiKeys` either, any token may write */
  readonly tokens?: readonly KnownToken[];
  /** Pairs of email and global key. @default with no `tokens` either, any pair may write */
  readonly apiKeys?: readonly KnownApiKey[];
  /** The accounts that the credentials reach. @default any */
  readonly accounts?: readonly string[];
  /** The applications that exist from the start. @default any application id is taken as existing */
  readonly applications?: readonly GivenApplication[];
  /** Access groups. @default none */
  readonly groups?: readonly GivenGroup[];
  /** @default none */
  readonly identityProviders?: readonly GivenTypedObject[];
  /** Service tokens, which have no secret here. @default none */
  readonly serviceTokens?: readonly GivenServiceToken[];
  /** Zero Trust lists. @default none */
  readonly lists?: readonly GivenList[];
  /** Device posture rules. @default none */
  readonly postureRules?: readonly GivenTypedObject[];
  /** Settings of the organization, e.g. `{ deny_unmatched_requests: true }`. @default those of an older organization */
  readonly organization?: Readonly<Record<string, unknown>>;
  /** Selectors beyond the API reference's that policies may use, as if the API were newer. @default none */
  readonly newerSelectors?: readonly string[];
  /** A file of JSON lines that keeps the state; read at the start when it exists. @default the state is in memory only */
  readonly dataFile?: string;
  /** How answers are normalized; see each switch. @default as the real API does where that is known */
  readonly normalize?: Partial<Normalization>;
  /**
   * Enforced as the API does. `false` counts nothing: the headers show the API's limit, and that all of it is left.
   * @default 1,200 in 300 seconds
   */
  readonly rateLimit?: RateLimit | false;
  /** What goes wrong; may be changed while it runs. @default nothing */
  readonly faults?: FaultPlan;
  readonly onRequest?: OnRequest;
  readonly onAnswer?: OnAnswer;
  readonly onCommit?: OnCommit;
  /** Called when a request has been answered or dropped. */
  readonly onDone?: (request: RecordedRequest) => void;
  /** The clock, in milliseconds. @default Date.now */
  readonly now?: () => number;
}
