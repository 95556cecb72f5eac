/** Writes rules in words, for a summary: one phrase for each kind, such as `email is ann@example.com or bob@example.com`. */

import { FORMATS } from "./formats";
import { canonicalJson } from "./json";
import { type Conjunction, fill, Values } from "./listed-values";
import { knownRule } from "./rule-set";
import type { SelectorDefinition } from "./selector-definition";
import { SELECTORS } from "./selectors";
import { canonicalRule } from "./semantic-equality";

/** The rules of one list in words; `everyone` is said apart. */
export interface RulePhrases {
  readonly everyone: boolean;
  readonly others: string;
}

/**
 * Rules in words, in the order of the selectors' table: `or` asks for one of them (`email is a or b`), `and` for all
 * (`Access group a and b`). Every kind is named, with as many of its values as fit.
 */
export function rulePhrases(rules: unknown, conjunction: Conjunction, limit: number): RulePhrases {
  const { everyone, groups } = groupsOf(rules);
  const kinds = groups.map(({ values }) => values);
  const text = (shown: readonly number[]) =>
    groups.map((group, index) => phrase(group, conjunction, shown[index]!)).join(` ${conjunction} `);
  return { everyone, others: fill(kinds, limit, text) };
}

/** Rules by kind and number, without a value: `any of 3 emails or 1 country`. */
export function redactedRulePhrases(rules: unknown, conjunction: Conjunction): RulePhrases {
  const { everyone, groups } = groupsOf(rules);
  const phrases = groups.map(({ selector, values }) =>
    selector?.shape === "flag" ? selector.noun : values.counted(conjunction),
  );
  return { everyone, others: phrases.join(` ${conjunction} `) };
}

/** Rules of one selector. */
interface RuleGroup {
  /** Undefined for the rules that no selector of ours stands for. */
  readonly selector: SelectorDefinition | undefined;
  /** The identity provider, where all of them have the same. */
  readonly provider: string | undefined;
  readonly values: Values;
}

/** The rules by kind, in the order of the selectors' table. */
function groupsOf(rules: unknown): { everyone: boolean; groups: readonly RuleGroup[] } {
  const kinds = new Map<SelectorDefinition | undefined, KnownRule[]>();
  for (const rule of Array.isArray(rules) ? rules : []) {
    const known = knownRule(rule);
    const kind = kinds.get(known?.selector) ?? [];
    kinds.set(known?.selector, kind);
    kind.push({ rule, fields: known?.fields ?? {} });
  }
  const everyone = [...kinds.keys()].some((selector) => selector?.key === "everyone");
  const groups = [...SELECTORS, undefined].flatMap((selector): RuleGroup[] => {
    const group = kinds.get(selector);
    return group === undefined || selector?.key === "everyone" ? [] : [groupOf(selector, group)];
  });
  return { everyone, groups };
}

interface KnownRule {
  readonly rule: unknown;
  readonly fields: Fields;
}

/** The beginning of a UUID is enough to see that it is another one. */
function providerOf({ identity_provider_id: id }: Fields): string | undefined {
  if (typeof id !== "string") return undefined;
  return `identity provider ${/^[0-9a-f]{8}-?[0-9a-f]{4}/i.test(id) ? id.slice(0, 8) : id}`;
}

function groupOf(selector: SelectorDefinition | undefined, group: readonly KnownRule[]): RuleGroup {
  const canonicalTexts = () => group.map(({ rule }) => canonicalRule(rule));
  if (selector === undefined) {
    const labels = group.map(({ rule }) => `rule ${canonicalJson(rule)}`);
    return { selector, provider: undefined, values: new Values(labels, "other rule", canonicalTexts) };
  }
  const providers = new Set(group.map(({ fields }) => providerOf(fields)));
  const several = providers.size > 1;
  const labels = group.map(({ fields }) => {
    const text = label(selector, fields);
    return several ? `${text} (${providerOf(fields)})` : text;
  });
  const [provider] = several ? [] : providers;
  return { selector, provider, values: new Values(labels, selector.noun, canonicalTexts) };
}

function phrase({ selector, provider, values }: RuleGroup, conjunction: Conjunction, shown: number): string {
  if (selector === undefined) return values.text(conjunction, shown);
  if (selector.shape === "flag") return selector.noun;
  const noun = provider === undefined ? selector.noun : `${selector.noun} (${provider})`;
  return `${noun}${conjunction === "or" ? " is" : ""} ${values.text(conjunction, shown)}`;
}

type Fields = Readonly<Record<string, unknown>>;

/** How a rule's fields are shown; the first field of its selector where nothing else is said. */
const LABEL_BY_SELECTOR: Readonly<Record<string, (fields: Fields) => string>> = {
  auth_context: ({ id, ac_id: acId }) => `${id} (ACID ${acId})`,
  cloudflare_account_member: ({ account_id: id }) => (id ? `of ${id}` : "of this account"),
  device_posture: ({ integration_uid: check, account_id: account }) =>
    account ? `${check} of account ${account}` : String(check),
  external_evaluation: ({ evaluate_url: url, keys_url: keys }) => `${url} (keys ${keys})`,
  github_organization: ({ name, team }) => (team ? `${name}/${team}` : String(name)),
  oidc: ({ claim_name: name, claim_value: value }) => `${name}=${value}`,
  saml: ({ attribute_name: name, attribute_value: value }) => `${name}=${value}`,
  user_risk_score: ({ user_risk_score: levels }) =>
    [...new Set(levels as string[])].sort(byRisk).join(" or "),
};

const RISK_LEVELS = ["low", "medium", "high", "unscored"];
const byRisk = (a: string, b: string) => RISK_LEVELS.indexOf(a) - RISK_LEVELS.indexOf(b) || (a < b ? -1 : 1);

function label({ key, fields: definitions }: SelectorDefinition, fields: Fields): string {
  const canonical = Object.entries(definitions).map(([name, { format, type }]) => {
    const canonicalOf = FORMATS[format].canonical as (value: unknown) => string;
    return [name, type === "string" && fields[name] !== undefined ? canonicalOf(fields[name]) : fields[name]];
  });
  const shown: Fields = Object.fromEntries(canonical);
  return LABEL_BY_SELECTOR[key]?.(shown) ?? String(Object.values(shown)[0] ?? "");
}
