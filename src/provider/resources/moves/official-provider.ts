import { isRecord, saysNothing } from "../../../model";
import type { MoveSource } from "../../../plugin";
import { quoted } from "../../../text";
import { MoveRefusal } from "./refusal";

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
 * So at version 0 only the shape tells 4 from 5.
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
export function writtenBy(source: MoveSource, targetType: string): 4 | 5 {
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
