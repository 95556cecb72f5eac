/**
 * The text of a rule in Terraform: `email = ["ann@example.com"]`, `okta = ["<identity_provider_id>/<name>"]`.
 *
 * 1. A rule of one required field is that field, verbatim.
 * 2. A rule of several fields is its fields in the order of the selector's form, with the form's separators in between.
 * 3. A field that a separator follows in the form has `\` before that separator and before `\`. The last field of a form
 *    is verbatim, so that names such as `CORP\Web/Ops` need no escape at the end, where forms have names.
 * 4. Optional fields are the last ones. One that is left out takes its separator with it, so `acme/` has an empty team
 *    and `acme` has none.
 * 5. A rule without any field is `*`.
 * 6. A field that is a list has commas between its values.
 *
 * A rule that has no such text (a risk level with a comma in it) belongs under `other`, as JSON.
 */
import { DEFERRED, type Deferred } from "./deferred";
import type { SelectorDefinition, SelectorField } from "./selector-definition";
import { singleField } from "./selectors";

/** The form of each selector of several fields, or of one that may be left out, with a text that has it. */
const FORM_BY_SELECTOR: Readonly<Record<string, readonly [form: string, example: string]>> = {
  auth_context: [
    "{identity_provider_id}/{id}/{ac_id}",
    "aa0a4aab-672b-4bdb-bc33-a59f1130a11f/0b1c2d3e-4f50-4617-8293-a4b5c6d7e8f9/c1",
  ],
  azure_ad: [
    "{identity_provider_id}/{id}",
    "aa0a4aab-672b-4bdb-bc33-a59f1130a11f/5e2f1f1a-2b51-4a5b-8f3c-6f0d3c1f9a77",
  ],
  cloudflare_account_member: ["{account_id}", "023e105f4ecef8ad9ca31a8372d0c353"],
  device_posture: [
    "{integration_uid}/{account_id}",
    "aa0a4aab-672b-4bdb-bc33-a59f1130a11f/023e105f4ecef8ad9ca31a8372d0c353",
  ],
  external_evaluation: [
    "{evaluate_url} {keys_url}",
    "https://eval.example.com/check https://eval.example.com/keys",
  ],
  github_organization: [
    "{identity_provider_id}/{name}/{team}",
    "aa0a4aab-672b-4bdb-bc33-a59f1130a11f/acme/web",
  ],
  gsuite: ["{identity_provider_id}/{email}", "aa0a4aab-672b-4bdb-bc33-a59f1130a11f/devs@example.com"],
  oidc: [
    "{identity_provider_id}/{claim_name}={claim_value}",
    "aa0a4aab-672b-4bdb-bc33-a59f1130a11f/department=engineering",
  ],
  okta: ["{identity_provider_id}/{name}", "aa0a4aab-672b-4bdb-bc33-a59f1130a11f/engineering"],
  saml: [
    "{identity_provider_id}/{attribute_name}={attribute_value}",
    "aa0a4aab-672b-4bdb-bc33-a59f1130a11f/department=engineering",
  ],
  user_risk_score: ["{user_risk_score}", "low,medium"],
};

/** The text of a rule that has no field to write. */
export const NO_FIELDS = "*";

const BETWEEN_VALUES = ",";

/** A field in the text of a rule. */
export interface RuleTextPart {
  readonly name: string;
  readonly field: SelectorField;
  /** What stands before the next field; undefined for the last one, which is verbatim. */
  readonly separator: string | undefined;
}

type Fields = Readonly<Record<string, unknown>>;

/**
 * Prints the fields of a rule as its text.
 *
 * @returns DEFERRED when one of them is not known yet; undefined when the rule has no text
 */
export function printRule(selector: SelectorDefinition, fields: Fields): string | Deferred | undefined {
  if (selector.shape === "strings") return fields[singleField(selector)] as string | Deferred;
  if (selector.shape === "flag") return NO_FIELDS;
  const parts = ruleTextParts(selector);
  let text: string | undefined;
  let between = "";
  let ended = false;
  for (const { name, separator } of parts) {
    const value = fields[name];
    if (value === undefined || value === null) {
      ended = true;
      continue;
    }
    // What follows a field that is left out cannot be distinguished from that field.
    if (ended) return undefined;
    const written = Array.isArray(value) ? listText(value) : value;
    if (written === DEFERRED) return DEFERRED;
    if (typeof written !== "string") return undefined;
    text = (text ?? "") + between + (separator === undefined ? written : escaped(written, separator));
    between = separator ?? "";
  }
  if (text === undefined) return NO_FIELDS;
  return text === NO_FIELDS && parts[0]!.field.required === false ? undefined : text;
}

function listText(values: readonly unknown[]): string | Deferred | undefined {
  if (values.includes(DEFERRED)) return DEFERRED;
  const hasText = (value: unknown) => value !== "" && !String(value).includes(BETWEEN_VALUES);
  return values.every(hasText) ? values.join(BETWEEN_VALUES) : undefined;
}

function escaped(value: string, separator: string): string {
  if (!value.includes("\\") && !value.includes(separator)) return value;
  return value.replaceAll("\\", "\\\\").replaceAll(separator, `\\${separator}`);
}

/** Parses the text of a rule; undefined when it does not have the selector's form. */
export function parseRule(selector: SelectorDefinition, text: string): Fields | undefined {
  if (selector.shape === "strings") return { [singleField(selector)]: text };
  if (selector.shape === "flag") return text === NO_FIELDS ? {} : undefined;
  const parts = ruleTextParts(selector);
  if (text === NO_FIELDS && !parts[0]!.field.required) return {};
  const fields: Record<string, unknown> = {};
  let rest: string | undefined = text;
  for (const { name, field, separator } of parts) {
    if (rest === undefined) {
      if (field.required) return undefined;
      continue;
    }
    const [value, after]: [string, string?] =
      separator === undefined ? [rest] : upToSeparator(rest, separator);
    fields[name] = field.type === "strings" ? listOf(value) : value;
    rest = after;
  }
  return fields;
}

/** A field without its escapes, and what follows the separator that ends it. */
function upToSeparator(text: string, separator: string): [value: string, rest?: string] {
  let value = "";
  for (let index = 0; index < text.length; index++) {
    const character = text[index]!;
    const next = text[index + 1];
    if (character === separator) return [value, text.slice(index + 1)];
    const isEscape = character === "\\" && (next === "\\" || next === separator);
    value += isEscape ? next : character;
    if (isEscape) index++;
  }
  return [value];
}

function listOf(text: string): string[] {
  return text === "" ? [] : text.split(BETWEEN_VALUES);
}

const compiled = new Map<string, readonly RuleTextPart[]>();

/** The fields of a selector in the order of its text. */
export function ruleTextParts(selector: SelectorDefinition): readonly RuleTextPart[] {
  let parts = compiled.get(selector.key);
  if (parts === undefined) {
    parts = partsOf(selector);
    compiled.set(selector.key, parts);
  }
  return parts;
}

function partsOf({ key, shape, fields }: SelectorDefinition): RuleTextPart[] {
  const form = shape === "strings" ? `{${Object.keys(fields)[0]}}` : (FORM_BY_SELECTOR[key]?.[0] ?? "");
  return [...form.matchAll(/\{(\w+)\}([^{]*)/g)].map(([, name, separator]) => ({
    name: name!,
    field: fields[name!]!,
    separator: separator || undefined,
  }));
}

/** The form of a selector's text as the documentation shows it: `<identity_provider_id>/<name>[/<team>]`. */
export function ruleForm(selector: SelectorDefinition): string {
  let form = "";
  let closing = "";
  let before = "";
  const parts = ruleTextParts(selector);
  for (const { name, field, separator } of parts) {
    const value = field.type === "strings" ? `<${name}>${BETWEEN_VALUES}…` : `<${name}>`;
    if (!field.required && form !== "") {
      form += `[${before}${value}`;
      closing += "]";
    } else form += before + value;
    before = separator ?? "";
  }
  if (parts.length === 0) return NO_FIELDS;
  return parts[0]!.field.required ? form + closing : `${form} or ${NO_FIELDS}`;
}

/** A text of a selector as an example. */
export function ruleExample({ key, shape }: SelectorDefinition): string {
  return shape === "flag" ? NO_FIELDS : (FORM_BY_SELECTOR[key]?.[1] ?? "");
}
