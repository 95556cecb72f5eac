/** Rules in words, for a summary: one phrase for each selector, such as `email is ann@example.com or bob@example.com`. */
import { canonicalJson } from "./canonical-json";
import { canonicalRule } from "./equality";
import { fingerprint } from "./fingerprint";
import { FORMATS } from "./formats";
import { type Conjunction, DETAILS, type Detail, listed, type Values } from "./listed-values";
import { knownRule } from "./rule-set";
import type { SelectorDefinition } from "./selector-definition";
import { SELECTORS } from "./selectors";

/**
 * Rules in words, besides `everyone`, in the order of the selectors' table: `or` asks for one of them (`email is a or
 * b`), `and` for all (`Access group a and b`). As much is said of each selector as `most` characters have room for;
 * where there is too little room even for that, how many rules more there are.
 */
export function rulePhrases(
  rules: unknown,
  conjunction: Conjunction,
  most: number,
): { readonly everyone: boolean; readonly others: string } {
  const all = groupsOf(Array.isArray(rules) ? rules : []);
  const everyone = all.some(({ selector }) => selector?.key === "everyone");
  const groups = all.filter(({ selector }) => selector?.key !== "everyone");
  const inWords = (detail: Detail) => groups.map((group) => phrase(group, conjunction, detail));
  const together = (phrases: readonly string[]) => phrases.join(` ${conjunction} `);
  const alone = groups.length === 1 && new Set(groups[0]!.labels).size === 1;
  for (const detail of DETAILS) {
    const others = together(inWords(detail));
    if (alone || others.length <= most) return { everyone, others };
  }

  const phrases = inWords(DETAILS.at(-1)!);
  let count = phrases.length - 1;
  while (count > 0 && together(phrases.slice(0, count)).length + ROOM_FOR_REST > most) count -= 1;
  const left = remaining(groups.slice(count), conjunction, count > 0);
  return { everyone, others: together([...phrases.slice(0, count), left]) };
}

const ROOM_FOR_REST = " or any of 12 more rules of 3 kinds (#3fa2c1)".length;

/** Rules of one selector. */
interface RuleGroup extends Values {
  /** None for the rules that no selector of ours stands for. */
  readonly selector: SelectorDefinition | undefined;
}

/** The rules by their selector, in the order of the selectors' table. */
function groupsOf(rules: readonly unknown[]): readonly RuleGroup[] {
  const groups = new Map<SelectorDefinition | undefined, KnownRule[]>();
  for (const rule of rules) {
    const known = knownRule(rule);
    const group = groups.get(known?.selector) ?? [];
    groups.set(known?.selector, group);
    group.push({ rule, fields: known?.fields ?? {} });
  }
  return [...SELECTORS, undefined].flatMap((selector): RuleGroup[] => {
    const group = groups.get(selector);
    if (group === undefined) return [];
    const meanings = () => group.map(({ rule }) => canonicalRule(rule));
    if (selector === undefined) {
      const labels = group.map(({ rule }) => `rule ${canonicalJson(rule)}`);
      return [{ selector, labels, meanings, noun: "other rules" }];
    }
    return [{ selector, labels: group.map(({ fields }) => label(selector, fields)), meanings }];
  });
}

interface KnownRule {
  readonly rule: unknown;
  readonly fields: Fields;
}

function phrase(group: RuleGroup, conjunction: Conjunction, detail: Detail): string {
  const { selector } = group;
  if (selector === undefined) return listed(group, conjunction, detail);
  if (selector.shape === "flag") return selector.noun;
  return `${selector.noun}${conjunction === "or" ? " is" : ""} ${listed(group, conjunction, detail)}`;
}

function remaining(groups: readonly RuleGroup[], conjunction: Conjunction, more: boolean): string {
  const meanings = new Set(groups.flatMap((group) => group.meanings()));
  const mark = fingerprint(meanings);
  if (meanings.size === 1) return `1 more rule (${mark})`;
  const quantity = conjunction === "or" ? "any" : "all";
  const kinds = groups.length > 1 ? ` of ${groups.length} kinds` : "";
  return `${quantity} of ${meanings.size}${more ? " more" : ""} rules${kinds} (${mark})`;
}

type Fields = Readonly<Record<string, unknown>>;

/** How a rule's fields are shown; the first field of its selector where nothing else is said. */
const LABELS: Readonly<Record<string, (fields: Fields) => string>> = {
  cloudflare_account_member: ({ account_id: id }) => (id ? `of ${id}` : "of this account"),
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
    const spell = FORMATS[format].canonical as (value: unknown) => string;
    return [name, type === "string" && fields[name] !== undefined ? spell(fields[name]) : fields[name]];
  });
  const shown: Fields = Object.fromEntries(canonical);
  return LABELS[key]?.(shown) ?? String(Object.values(shown)[0] ?? "");
}
