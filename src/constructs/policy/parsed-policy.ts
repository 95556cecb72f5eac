import { DEFERRED, type PolicyField, type PolicyFields, type PolicyType } from "../../model";
import { holdsSpreadToken, isMarker } from "../list-tokens";
import { META_ARGUMENTS } from "../meta-arguments";
import { isSpoiltToken } from "../number-tokens";
import { fieldsByProp } from "../prop-names";
import { idOfReference } from "../reference/access-reference";
import { AccessRule } from "../rule/access-rule";
import { ruleForJudgement } from "../rule/rule-content";
import { groupForTerraform } from "../rule/rule-groups";
import { deferTokens, isToken } from "../tokens";
import { meantNames } from "../unknown-names";

type Props = Readonly<Record<string, unknown>>;

/** The policy in the API's shape, as the model judges it: tokens are DEFERRED. */
export function policyForJudgement(
  type: PolicyType,
  props: Props,
  besides: readonly string[],
): Record<string, unknown> {
  return judgedFields(type.fields, props, [...besides, ...META_ARGUMENTS]);
}

/** The policy as Terraform's configuration has it: rules grouped by selector, what says nothing left out. */
export function policyForTerraform(type: PolicyType, props: Props): Record<string, unknown> {
  return configuredFields(type.fields, props);
}

function judgedFields(fields: PolicyFields, props: Props, besides: readonly string[] = []) {
  const result = mapFields(fields, props, judged);
  const known = fieldsByProp(fields);
  const has = (name: string) => known.has(name) || besides.includes(name);
  for (const prop of meantNames(props, { has }, known.keys())) result[known.get(prop)!.name] ??= DEFERRED;
  return result;
}

function configuredFields(fields: PolicyFields, props: Props) {
  return mapFields(fields, props, configured);
}

/** The fields that are set, by their document names, each turned by `turn`; undefined leaves a field out. */
function mapFields(
  fields: PolicyFields,
  props: Props,
  turn: (field: PolicyField, value: unknown) => unknown,
): Record<string, unknown> {
  const result: Record<string, unknown> = {};
  for (const [prop, { name, field }] of fieldsByProp(fields)) {
    const value = props[prop];
    const turned = value === undefined || value === null ? undefined : turn(field, value);
    if (turned !== undefined) result[name] = turned;
  }
  return result;
}

function judged(field: PolicyField, value: unknown): unknown {
  if (field.type === "rules") {
    // Told as a mistake in the props.
    if (AccessRule.isAccessRule(value)) return DEFERRED;
    if (!Array.isArray(value)) return value;
    return value.map((rule) => (AccessRule.isAccessRule(rule) ? ruleForJudgement(rule.content) : DEFERRED));
  }
  return deferTokens(nested(field, value, judgedFields), isMistakenToken);
}

/** What was a token before JavaScript changed it: a mistake in the props. */
function isMistakenToken(value: unknown): boolean {
  return isMarker(value) || isSpoiltToken(value) || holdsSpreadToken(value);
}

function configured(field: PolicyField, value: unknown): unknown {
  if (field.type === "rules") {
    const rules = value as AccessRule[];
    return rules.length === 0 ? undefined : groupForTerraform(rules);
  }
  return emptyIsAbsent(nested(field, value, configuredFields));
}

/** Follows a nested object, or a list of them, with the names of its own fields. */
function nested(
  { type, refersTo }: PolicyField,
  value: unknown,
  mapped: (fields: PolicyFields, props: Props) => unknown,
): unknown {
  if (typeof type === "string" || isToken(value)) return idOfReference(value, refersTo);
  const fields = "object" in type ? type.object : type.objects;
  const follow = (item: unknown) =>
    typeof item === "object" && item !== null && !isToken(item) ? mapped(fields, item as Props) : item;
  return Array.isArray(value) ? value.map(follow) : follow(value);
}

function emptyIsAbsent(value: unknown): unknown {
  if (typeof value !== "object" || value === null || isToken(value)) return value;
  return Object.keys(value).length === 0 ? undefined : value;
}
