/** Rules in words, for a summary: one phrase for each selector, such as `email is ann@example.com or bob@example.com`. */
import { canonicalJson } from "./canonical-json";
import { canonicalRule } from "./equality";
import { fingerprint } from "./fingerprint";
import { FORMATS } from "./formats";
import { type Conjunction, DETAILS, type Detail, listed } from "./listed-values";
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
  const groups = grouped(Array.isArray(rules) ? rules : []);
  const everyone = groups.delete("everyone");
  const ordered = [...SELECTORS, undefined].filter((selector) => groups.has(selector?.key ?? OTHER));
  const inWords = (detail: Detail) =>
    ordered.map((selector) => phrase(selector, groups.get(selector?.key ?? OTHER)!, conjunction, detail));
  const whole = (phrases: readonly string[]) => phrases.join(` ${conjunction} `);
  const alone = isOneRule(groups);
  for (const detail of DETAILS) {
    const others = whole(inWords(detail));
    if (alone || others.length <= most) return { everyone, others };
  }

  const phrases = inWords(DETAILS.at(-1)!);
  let count = phrases.length - 1;
  while (count > 0 && whole(phrases.slice(0, count)).length + ROOM_FOR_REST > most) count -= 1;
  const left = ordered.slice(count).map((selector) => groups.get(selector?.key ?? OTHER)!);
  return { everyone, others: whole([...phrases.slice(0, count), rest(left, conjunction, count > 0)]) };
}

const ROOM_FOR_REST = " or any of 12 more rules of 3 kinds (#3fa2c1)".length;

/** The rules of one selector; `undefined` for those no selector of ours stands for. */
function phrase(
  selector: SelectorDefinition | undefined,
  rules: readonly unknown[],
  conjunction: Conjunction,
  detail: Detail,
): string {
  if (selector === undefined) {
    const texts = new Map(rules.map((rule) => [canonicalJson(rule), `rule ${canonicalJson(rule)}`]));
    return listed(texts, conjunction, detail, "other rules");
  }
  if (selector.shape === "flag") return selector.noun;
  const verb = conjunction === "or" ? " is" : "";
  return `${selector.noun}${verb} ${listed(labelled(rules), conjunction, detail)}`;
}

function rest(groups: readonly (readonly unknown[])[], conjunction: Conjunction, more: boolean): string {
  const meanings = new Set(groups.flat().map(canonicalRule));
  const mark = fingerprint(meanings);
  if (meanings.size === 1) return `1 more rule (${mark})`;
  const quantity = conjunction === "or" ? "any" : "all";
  const kinds = groups.length > 1 ? ` of ${groups.length} kinds` : "";
  return `${quantity} of ${meanings.size}${more ? " more" : ""} rules${kinds} (${mark})`;
}

function isOneRule(groups: Groups): boolean {
  const [first, ...others] = groups.values();
  return first !== undefined && others.length === 0 && new Set(first.map(canonicalRule)).size === 1;
}

const OTHER = "other";

type Groups = Map<string, unknown[]>;

/** The rules by their selector, what no selector of ours stands for under `other`. */
function grouped(rules: readonly unknown[]): Groups {
  const groups: Groups = new Map();
  for (const rule of rules) {
    const key = knownRule(rule)?.selector.key ?? OTHER;
    const group = groups.get(key) ?? [];
    groups.set(key, group);
    group.push(rule);
  }
  return groups;
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

/** For what each rule means, how it is shown. */
function labelled(rules: readonly unknown[]): ReadonlyMap<string, string> {
  return new Map(rules.map((rule) => [canonicalRule(rule), label(rule)]));
}

function label(rule: unknown): string {
  const { selector, fields } = knownRule(rule)!;
  const canonical = Object.entries(selector.fields).map(([name, { format, type }]) => {
    const spell = FORMATS[format].canonical as (value: unknown) => string;
    return [name, type === "string" && fields[name] !== undefined ? spell(fields[name]) : fields[name]];
  });
  const shown: Fields = Object.fromEntries(canonical);
  return LABELS[selector.key]?.(shown) ?? String(Object.values(shown)[0] ?? "");
}
