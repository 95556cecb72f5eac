import {
  isRecord,
  type Json,
  POLICY_TYPES,
  type PolicyDocument,
  type PolicyKind,
  type PolicyType,
  readFields,
  readList,
  readV4Rules,
  readV5Rules,
  saysNothing,
  UnreadableState,
  unheardOf,
  type WirePolicy,
} from "../../model";
import { type Diagnostic, errorDiagnostic, type MoveSource } from "../../plugin";
import { commandPath, quoted, shownId } from "../../text";

/** The resource that a policy moves to. */
export interface MoveTarget {
  readonly type: PolicyType;
  readonly typeName: string;
  /** The attributes its import id is made of. */
  readonly importId: readonly string[];
}

/** What a policy is known by, beside its own fields. */
interface Identity {
  readonly id: string;
  readonly account_id: string;
  readonly app_id?: string;
  readonly created_at?: string | null;
}

export type Move =
  | { readonly document: PolicyDocument; readonly identity: Identity }
  | { readonly refusal: Diagnostic };

/**
 * The policy in a state of the official provider, whole or not at all: a state in which anything cannot be read is
 * refused, with the reason and with what to do instead.
 */
export function movePolicy(target: MoveTarget, source: MoveSource): Move {
  try {
    const { wire, identity } =
      majorVersionOf(source, target.typeName) === 4 ? fromV4(target, source) : fromV5(target, source);
    return { document: target.type.fromWire(wire), identity };
  } catch (error) {
    if (!(error instanceof MoveRefusal || error instanceof UnreadableState)) throw error;
    return { refusal: refusalDiagnostic(target, source, error) };
  }
}

interface Read {
  readonly wire: WirePolicy;
  readonly identity: Identity;
}

/** Version 4 has both kinds in one type; only a policy of an application has an `application_id`. */
function fromV4(target: MoveTarget, { state }: MoveSource): Read {
  const { id, account_id, zone_id, application_id, approval_group, connection_rules, ...fields } = state;
  if (!given(account_id) && given(zone_id)) {
    throw new MoveRefusal(
      `It is kept under the zone ${shownId(zone_id)}. Here a policy is kept under an account, and the state does not say which.`,
    );
  }
  requireKind(target, given(application_id) ? "application" : "reusable");
  const wire = readFields(
    target.type.fields,
    { ...fields, approval_groups: approval_group, connection_rules: readV4ConnectionRules(connection_rules) },
    "",
    readV4Rules,
  );
  const app = given(application_id) ? { app_id: application_id } : {};
  return { wire, identity: { ...readIdentity(id, account_id), ...app } };
}

function readV4ConnectionRules(value: unknown): unknown {
  if (saysNothing(value)) return null;
  const rules = onlyBlock(value, "connection_rules");
  if (!isRecord(rules) || saysNothing(rules.ssh)) return rules;
  return { ...rules, ssh: onlyBlock(rules.ssh, "connection_rules[0].ssh") };
}

/** A block that exists at most once is a list, too. */
function onlyBlock(value: unknown, path: string): unknown {
  const [block, another] = readList(value, path);
  if (another !== undefined) throw unheardOf(`${path}[1]`);
  return block;
}

/** What some releases of version 5 keep beside the policy, and the API changes by itself. */
const V5_VOLATILE = ["updated_at", "app_count", "reusable"];

/** Version 5 knows reusable policies only. */
function fromV5(target: MoveTarget, { state }: MoveSource): Read {
  const { id, account_id, created_at, ...others } = state;
  const fields = Object.fromEntries(Object.entries(others).filter(([name]) => !V5_VOLATILE.includes(name)));
  requireKind(target, "reusable");
  const wire = readFields(POLICY_TYPES.reusable.fields, fields, "", readV5Rules);
  const made = given(created_at) ? { created_at } : {};
  return { wire, identity: { ...readIdentity(id, account_id), ...made } };
}

function requireKind({ type }: MoveTarget, found: PolicyKind): void {
  if (type.kind === found) return;
  throw found === "reusable"
    ? new MoveRefusal(
        "It is a reusable policy, of no one application.",
        "Name a cfaccess_policy after `to` in the moved block.",
      )
    : new MoveRefusal(
        "It is a policy of one application, not a reusable one.",
        "Name a cfaccess_application_policy after `to` in the moved block.",
      );
}

function readIdentity(id: unknown, accountId: unknown): Identity {
  if (!given(id)) throw new MoveRefusal("Its state holds no id of the policy.");
  if (!given(accountId)) throw new MoveRefusal("Its state names no account.");
  return { id, account_id: accountId };
}

function given(value: unknown): value is string {
  return typeof value === "string" && value !== "";
}

/** Terraform does not say which resource a refusal is about, so this does. */
function refusalDiagnostic(
  target: MoveTarget,
  source: MoveSource,
  refusal: MoveRefusal | UnreadableState,
): Diagnostic {
  const { state, typeName } = source;
  const which = given(state.name) ? `${typeName} ${quoted(state.name)}` : typeName;
  const fix = refusal.fix ?? importInstead(target, state);
  return errorDiagnostic(
    `${which} cannot become ${target.typeName}`,
    [refusal.message, fix, "Nothing was changed."].join("\n\n"),
  );
}

function importInstead({ importId }: MoveTarget, state: Json): string {
  const known: Json = { ...state, app_id: state.application_id };
  const { path, remarks } = commandPath(
    importId.map((name) => [
      name === "id" ? "policy_id" : name,
      given(known[name]) ? known[name] : undefined,
    ]),
  );
  return [
    "Instead of the moved block, take the old resource out of the state and import the policy:\n\n" +
      "  terraform state rm <address after from>\n" +
      `  terraform import <address after to> ${path}`,
    ...remarks,
  ].join("\n\n");
}

/*
 * What the official provider has written, by its releases:
 *
 * | releases       | type                                                  | schema version | rules                     |
 * | -------------- | ----------------------------------------------------- | -------------- | ------------------------- |
 * | 4.0 to 4.52    | cloudflare_access_policy; from 4.40 the one below too | 0              | blocks of lists           |
 * | 5.0 to 5.16    | cloudflare_zero_trust_access_policy                   | 0              | objects with one selector |
 * | 5.17, 5.18     | the same                                              | 1              | the same                  |
 * | 5.19 and later | the same                                              | 500            | the same                  |
 *
 * So at version 0 only the shape distinguishes 4 and 5.
 * Source: the resource schemas in https://github.com/cloudflare/terraform-provider-cloudflare
 */

/**
 * The official provider, by the names it has in Terraform's registry and in OpenTofu's. OpenTofu before 1.12.4 (and
 * 1.11.12) hands over only the first word of the type, whatever the provider: then the type has to speak for it.
 */
const ADDRESSES = [
  "registry.terraform.io/cloudflare/cloudflare",
  "registry.opentofu.org/cloudflare/cloudflare",
];
const FIRST_WORD = "cloudflare";

const V4_TYPE = "cloudflare_access_policy";
const TYPE = "cloudflare_zero_trust_access_policy";
const V5_SCHEMA_VERSIONS = [1, 500];
const OWN_TYPES = ["cfaccess_policy", "cfaccess_application_policy"];

/** Attributes that version 4 writes, set or not, and version 5 never does. */
const V4_ATTRIBUTES = ["application_id", "zone_id", "precedence", "approval_group"];

/**
 * Which major version wrote a state.
 * @throws MoveRefusal when it is none of those above
 */
export function majorVersionOf(source: MoveSource, targetType: string): 4 | 5 {
  const { typeName, schemaVersion } = source;
  if (OWN_TYPES.includes(typeName) && typeName !== targetType) {
    throw new MoveRefusal(
      "The API makes a policy of one application reusable, but has no way back: no change of state turns a reusable policy into one of an application.",
      "Take the moved block out; the plan then makes the new policy and deletes the old one.",
    );
  }
  checkProvider(source);
  if (typeName !== V4_TYPE && typeName !== TYPE) {
    throw new MoveRefusal(
      `Only ${TYPE} and ${V4_TYPE} can be taken over.`,
      "Check the type after `from` in the moved block.",
    );
  }
  const known = typeName === TYPE ? [0, ...V5_SCHEMA_VERSIONS] : [0];
  if (!known.includes(schemaVersion)) {
    throw new MoveRefusal(
      `Its state has schema version ${schemaVersion}; of ${typeName} these can be taken over: ${known.join(", ")}.`,
    );
  }
  const marked = V4_ATTRIBUTES.some((name) => Object.hasOwn(source.state, name));
  if (marked && schemaVersion !== 0) {
    throw new MoveRefusal(
      `Its state has the shape of the official provider's version 4 and a schema version of its version 5 (${schemaVersion}).`,
    );
  }
  return marked || typeName === V4_TYPE || (schemaVersion === 0 && hasV4Rules(source.state)) ? 4 : 5;
}

function checkProvider({ providerAddress, typeName }: MoveSource): void {
  if (ADDRESSES.includes(providerAddress) || providerAddress === FIRST_WORD) return;
  // The address goes into a command that people copy.
  const isPlain = /^[\w.-]+(\/[\w.-]+){0,2}$/.test(providerAddress) && !providerAddress.startsWith("-");
  const renamed = isPlain && (typeName === TYPE || typeName === V4_TYPE);
  throw new MoveRefusal(
    `It belongs to the provider ${isPlain ? providerAddress : quoted(providerAddress)}; policies are taken over from ${ADDRESSES.join(" and ")}.`,
    renamed
      ? `If that is the official provider under another name:\n\n  terraform state replace-provider ${providerAddress} ${ADDRESSES[0]}`
      : undefined,
  );
}

/** A member of a version 4 rule is a value or a list, one of version 5 an object. */
function hasV4Rules(state: MoveSource["state"]): boolean {
  const rules = [state.include, state.exclude, state.require].flat().filter(isRecord);
  return rules.some((rule) => Object.values(rule).some((value) => !isRecord(value) && !saysNothing(value)));
}

/** Why a state cannot be taken over, in sentences for the user. */
export class MoveRefusal extends Error {
  constructor(
    reason: string,
    /** What to do about it; without one, the policy is imported instead. */
    readonly fix?: string,
  ) {
    super(reason);
  }
}
