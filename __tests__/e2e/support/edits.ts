import type { PolicyEdit } from "../../../src/emulator";
import { ACCOUNT_ID } from "./every-field";

/** The attributes of a resource, each as it is written in HCL; null leaves one out. */
type Attributes = Readonly<Record<string, string | null>>;

/** What someone does to a policy, in its configuration or past it, and what a reviewer of the plan should see of it. */
export interface Edit {
  /** What was done, as a sentence. */
  readonly what: string;
  /** Why a reviewer is content with the plan that is kept. */
  readonly why: string;
  /** Beside those of the policy that all edits begin with. */
  readonly before?: Attributes;
  readonly after?: Attributes;
  /** Done at the dashboard, between the two. */
  readonly byHand?: PolicyEdit | "delete the policy" | "delete its application";
  /** @default "update" */
  readonly action?: "update" | "replace" | "create" | "none";
  /** The attributes that change. Nothing to say where all are new. */
  readonly changes?: readonly string[];
  /** Those among them that only the server can tell. @default none */
  readonly unknown?: readonly string[];
}

const POLICY: Attributes = {
  name: '"Staff"',
  decision: '"allow"',
  session_duration: '"12h"',
  include: '{ email = ["ann@example.com", "bob@example.com"], email_domain = ["example.org"] }',
  require: '{ geo = ["PT"] }',
};

/** The applications of the edits, each with an id of its own, and one to move to. */
export const OTHER_APPLICATION = "0e6b8f0c-11d3-4c0b-9f5a-0c8c1f6f2a11";
const applicationOf = (name: keyof typeof EDITS) =>
  `5d2c5b1e-7a0f-4c7e-8f21-${String(Object.keys(EDITS).indexOf(name)).padStart(12, "0")}`;

const ofApplication = (app_id: string | null, precedence: string): Attributes => ({ app_id, precedence });
/** Stands for the application of the edit itself. */
const OWN = "own";

const addresses = (count: number, other: Readonly<Record<number, string>> = {}) => {
  const all = Array.from(
    { length: count },
    (_, index) => other[index] ?? `user${String(index).padStart(3, "0")}@example.com`,
  );
  return `{ email = ${JSON.stringify(all)} }`;
};

const include = (...rules: object[]): PolicyEdit => (body) => ({
  ...body,
  include: [...(body.include as object[]), ...rules],
});

const GROUPS = (...second: string[]) =>
  `[{ approvals_needed = 1, email_addresses = ["boss@example.com"] }, { approvals_needed = 2, email_addresses = ${JSON.stringify(second)} }]`;
const WITH_APPROVAL: Attributes = { approval_required: "true", purpose_justification_required: "true" };
const BOTH_WAYS = '"text", "file"';
const CLIPBOARD = (out: string) =>
  `{ rdp = { allowed_clipboard_local_to_remote_formats = ["text"], allowed_clipboard_remote_to_local_formats = [${out}] } }`;
