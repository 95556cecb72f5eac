import type { AccessPolicy, Known } from "../access";
import { DEFERRED, isPlainObject, type Json } from "../model";
import type { AccountListName, AccountPart, Entry } from "./account-part";
import { readOfficialRules } from "./official-rules";
import type { ResourceValues } from "./resource-values";

/*
 * What the official provider has, by its versions. Version 4 has each of these types under two names.
 * Source: the resource schemas in https://github.com/cloudflare/terraform-provider-cloudflare
 */

type Reader = (resource: ResourceValues, part: AccountPart) => void;

const READERS: readonly (readonly [types: readonly string[], read: Reader])[] = [
  [["cloudflare_zero_trust_access_application", "cloudflare_access_application"], readApplication],
  [["cloudflare_zero_trust_access_policy", "cloudflare_access_policy"], readPolicy],
  [["cloudflare_zero_trust_access_group", "cloudflare_access_group"], readGroup],
  [["cloudflare_zero_trust_list", "cloudflare_teams_list"], readList],
  [
    ["cloudflare_zero_trust_access_identity_provider", "cloudflare_access_identity_provider"],
    reading("identity_providers", ["name", "type"]),
  ],
  [
    ["cloudflare_zero_trust_access_service_token", "cloudflare_access_service_token"],
    reading("service_tokens", ["name", "enabled", "expires_at", "duration"]),
  ],
  [
    [
      "cloudflare_zero_trust_organization",
      "cloudflare_zero_trust_access_organization",
      "cloudflare_access_organization",
    ],
    readOrganization,
  ],
];

/** How each resource of the official provider becomes part of an account. */
export const OFFICIAL_RESOURCES: Readonly<Record<string, Reader>> = Object.fromEntries(
  READERS.flatMap(([types, read]) => types.map((type) => [type, read])),
);

/** Settings of an application that decide nothing, or hold secrets. */
const NO_SETTINGS: ReadonlySet<string> = new Set([
  "id",
  "account_id",
  "zone_id",
  "policies",
  "saas_app",
  "scim_config",
]);

function readApplication({ values, isNew }: ResourceValues, part: AccountPart): void {
  const application = part.application(String(values.id));
  application.settings = Object.fromEntries(
    Object.entries(values)
      .filter(([name]) => !NO_SETTINGS.has(name))
      .map(([name, value]) => [name, settingOf(name, value)]),
  );
  if (isNew) application.isNew = true;
  const { policies } = values;
  if (policies === null || policies === undefined) return;
  application.embedded =
    policies === DEFERRED
      ? DEFERRED
      : (policies as readonly unknown[]).map((policy) => embeddedPolicy(policy, part));
}

/** Version 4 keeps a single block as a list. */
function settingOf(name: string, value: unknown): unknown {
  if (name === "destinations") return Array.isArray(value) ? value.map(withoutNull) : value;
  return name === "mfa_config" && isPlainObject(value) ? withoutNull(value) : value;
}

function embeddedPolicy(policy: unknown, part: AccountPart): Known<Json | string> {
  if (policy === DEFERRED || typeof policy === "string") return policy;
  if (!isPlainObject(policy)) return DEFERRED;
  const { id, precedence } = policy;
  const position = typeof precedence === "number" || precedence === DEFERRED ? { precedence } : {};
  const isLink = typeof id === "string" && (policy.decision ?? null) === null;
  return isLink
    ? { id, ...position }
    : { ...policyOf(policy, part), ...(typeof id === "string" ? { id } : {}) };
}

function readPolicy({ values }: ResourceValues, part: AccountPart): void {
  const { id, application_id: application } = values;
  const policy = { ...policyOf(values, part), id: String(id) };
  if (application === null || application === undefined || application === "")
    part.add("policies", { ...policy, reusable: true });
  else if (application === DEFERRED)
    part.remarks.push(`The policy ${String(id)} belongs to an application that is known after the apply.`);
  else part.application(String(application)).own.push(policy);
}

/** Fields of a policy that stand under the API's names. */
const POLICY_FIELDS = [
  "name",
  "decision",
  "precedence",
  "session_duration",
  "approval_required",
  "purpose_justification_required",
  "isolation_required",
] as const;

function policyOf(values: Json, part: AccountPart): AccessPolicy {
  const fields = POLICY_FIELDS.flatMap((name) =>
    (values[name] ?? null) === null ? [] : [[name, values[name]] as const],
  );
  const mfa = isPlainObject(values.mfa_config) ? { mfa_config: withoutNull(values.mfa_config) } : {};
  const groups = values.approval_groups ?? values.approval_group;
  return {
    ...Object.fromEntries(fields),
    ...mfa,
    ...(Array.isArray(groups) && groups.length > 0 ? { approval_groups: groups.map(withoutNull) } : {}),
    ...rulesOf(values, part),
  } as AccessPolicy;
}

function rulesOf(values: Json, part: AccountPart): Json {
  const name = typeof values.name === "string" ? `"${values.name}"` : "a policy";
  const remark = (reason: string) => void part.remarks.push(`${name}: ${reason}`);
  return Object.fromEntries(
    ["include", "require", "exclude"].map((list) => [list, readOfficialRules(values[list], remark)]),
  );
}

function readGroup({ values }: ResourceValues, part: AccountPart): void {
  const { id, name } = values;
  part.add("groups", {
    ...(typeof name === "string" ? { name } : {}),
    ...rulesOf(values, part),
    id: String(id),
  });
}

/** Version 4 has the values of a list in two attributes, one of them with descriptions. */
function readList({ values }: ResourceValues, part: AccountPart): void {
  const { id, name, type, items, items_with_description: described } = values;
  const given = [items, described].filter((list) => list !== null && list !== undefined);
  const all = given.includes(DEFERRED)
    ? DEFERRED
    : (given.flat() as readonly unknown[]).map((item) =>
        isPlainObject(item) ? { value: item.value } : item,
      );
  part.add("lists", { name, type, items: all, id: String(id) });
}

function reading(list: AccountListName, fields: readonly string[]): Reader {
  return ({ values }, part) => {
    const present = fields.filter((name) => (values[name] ?? null) !== null);
    const entry = Object.fromEntries(present.map((name) => [name, values[name]]));
    part.add(list, { ...entry, id: String(values.id) } as Entry);
  };
}

const ORGANIZATION_FIELDS = [
  "strict_service_token_auth",
  "deny_unmatched_requests",
  "deny_unmatched_requests_exempted_zone_names",
  "allow_authenticate_via_warp",
  "mfa_required_for_all_apps",
  "mfa_config",
  "session_duration",
];

function readOrganization({ values }: ResourceValues, part: AccountPart): void {
  const present = ORGANIZATION_FIELDS.filter((name) => (values[name] ?? null) !== null);
  part.organization = Object.fromEntries(present.map((name) => [name, values[name]]));
}

function withoutNull(value: unknown): unknown {
  if (!isPlainObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, member]) => member !== null)
      .map(([name, member]) => [name, Array.isArray(member) ? member.map(withoutNull) : member]),
  );
}
