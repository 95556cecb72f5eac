import type { PolicyDocument } from "../document";
import type { AccessDecision } from "../formats";
import { POLICY_FIELDS } from "../policy-fields";
import { holdsDeferred } from "../rule-set";
import { canonicalField } from "../semantic-equality";
import type { PolicyContent } from "./policy-list";

const RULES = ["include", "exclude", "require"];
/** They change neither which requests a policy matches nor what is asked of a user. */
const IRRELEVANT: ReadonlySet<string> = new Set(["name", "decision", "precedence", "session_duration"]);
/** A policy that lets in also depends on what it asks for: another factor, an approval. */
const CONDITIONS = Object.keys(POLICY_FIELDS.application).filter((name) => !IRRELEVANT.has(name));

/** What matters of a policy to the others of its list. Policies that mean the same have equal contents. */
export function policyContent(document: PolicyDocument): PolicyContent {
  const fields = POLICY_FIELDS.application;
  const decision = document.decision as AccessDecision;
  const relevant = decision === "deny" ? RULES : CONDITIONS;
  const texts = relevant.map((name) => canonicalField(fields[name]!, document[name] ?? null));
  return { decision, rules: JSON.stringify(texts) };
}

/** Whether the content of a policy is known. */
export function isContentKnown(document: PolicyDocument): boolean {
  return !["decision", ...CONDITIONS].some((name) => holdsDeferred(document[name]));
}
