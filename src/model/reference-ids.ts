/**
 * Names in the place of ids. The API takes any text there and the rule then matches nothing.
 *
 * Sources: the API's schemas of groups, identity providers, service tokens and applications (a UUID, or 32 hexadecimal
 * digits). For posture checks and lists, which other products of the vendor own, its examples are UUIDs, and no more is said.
 */

import { quoted } from "../text";
import { type Issue, issue } from "./issue";
import { referencesInRule } from "./referenced-ids";
import { type Reference, type ReferenceKind, referenceOf } from "./references";

/** A UUID, with or without its dashes. */
const ID_FORM = /^[0-9a-f]{8}(-?[0-9a-f]{4}){3}-?[0-9a-f]{12}$/i;

/** What the API documents as having such ids and no other. */
const CERTAIN: ReadonlySet<ReferenceKind> = new Set([
  "group",
  "identity_provider",
  "service_token",
  "application",
]);

/** The errors in a rule: texts that can not be the ids that are meant. Paths begin at the selector. */
export function validateReferenceIds(rule: unknown): Issue[] {
  return referencesInRule(rule).flatMap(({ path, value, meant }) =>
    CERTAIN.has(meant.kind) ? notAnId("error", path, value, meant) : [],
  );
}

/** The warnings about a rule: texts that are hardly the ids that are meant. Paths begin at the selector. */
export function adviseOnReferenceIds(rule: unknown): Issue[] {
  return referencesInRule(rule).flatMap(({ path, value, meant }) =>
    CERTAIN.has(meant.kind) ? [] : notAnId("warning", path, value, meant),
  );
}

/** A warning for a text at a path that is hardly the id that is meant. */
export function adviseOnReferenceId(path: Issue["path"], value: unknown, meant: Reference): Issue[] {
  return notAnId("warning", path, value, meant);
}

function notAnId(
  severity: Issue["severity"],
  path: Issue["path"],
  value: unknown,
  { kind }: Reference,
): Issue[] {
  if (typeof value !== "string" || value.trim() === "" || ID_FORM.test(value)) return [];
  // An expression of Terraform that was written by hand.
  if (value.includes("${")) return [];
  const { noun, construct, dataSource } = referenceOf(kind);
  const found = issue(severity, severity === "error" ? "not-an-id" : "id-form", path, {
    name: `${/^[AEIOU]/i.test(noun) ? "an" : "a"} ${noun}`,
    got: value,
    allowed: "a UUID, such as f174e90a-fafe-4643-bbbc-4a0ed4fc8415",
  });
  const name = quoted(value);
  const fix =
    kind === "service_token" && CLIENT_ID.test(value)
      ? `This is the client id of a service token. Its id is another: look it up by its name, ${construct}.fromName(stack, "…", name) or data "${dataSource}".`
      : `If it is the name, look the id up: ${construct}.fromName(stack, "…", ${name}) or data "${dataSource}" with name = ${name}.`;
  return [{ ...found, fix }];
}

/** `88bf3b6d86161464f6509f7219099e57.access`, with or without the domain that follows. */
const CLIENT_ID = /^[0-9a-f]{32}\.access(\.|$)/i;
