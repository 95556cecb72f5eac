/** Rules in words, for a summary: one phrase for each selector, such as `email is ann@example.com or bob@example.com`. */
import { canonicalJson } from "./canonical-json";
import { canonicalRule } from "./equality";
import { fingerprint } from "./fingerprint";
import { FORMATS } from "./formats";
import { knownRule } from "./rule-set";
import { SELECTORS } from "./selectors";

/** How much is said: a few values in full, one of each selector at most, or no more than how many rules there are. */
export type Detail = "values" | "counts" | "total";

/** What joins the values, and with it the verb before them: `email is a or b`, `Access group a and b`. */
export type Conjunction = "or" | "and";

export interface Phrases {
  readonly everyone: boolean;
  /** The rules besides `everyone`. */
  readonly others: readonly string[];
}

/** The rules in words, in the order of the selectors' table, values sorted. */
export function rulePhrases(rules: unknown, conjunction: Conjunction, detail: Detail): Phrases {
  if (!Array.isArray(rules)) return { everyone: false, others: [] };
  const groups = new Map<string, unknown[]>();
  for (const rule of rules) {
    const key = knownRule(rule)?.selector.key ?? OTHER;
    const group = groups.get(key) ?? [];
    groups.set(key, group);
    group.push(rule);
  }
  const everyone = groups.delete("everyone");
  const all = [...groups.values()].flat();
  if (detail === "total" && all.length > 0) {
    const meanings = new Set(all.map(canonicalRule));
    const rulesInWords = meanings.size === 1 ? "1 rule" : `${meanings.size} rules`;
    const whole = conjunction === "or" ? `any of ${rulesInWords}` : `all of ${rulesInWords}`;
    return { everyone, others: [`${whole} (${fingerprint(meanings)})`] };
  }
  const known = SELECTORS.filter(({ key }) => groups.has(key)).map(({ key, noun, shape }) => {
    if (shape === "flag") return noun;
    const verb = conjunction === "or" ? " is" : "";
    return `${noun}${verb} ${listed(labelled(groups.get(key)!), conjunction, detail)}`;
  });
  const unknown = groups.has(OTHER) ? [otherRules(groups.get(OTHER)!, conjunction, detail)] : [];
  return { everyone, others: [...known, ...unknown] };
}

const OTHER = "other";

function otherRules(rules: readonly unknown[], conjunction: Conjunction, detail: Detail): string {
  const texts = new Map(rules.map((rule) => [canonicalJson(rule), `rule ${canonicalJson(rule)}`]));
  return listed(texts, conjunction, detail, " other rules");
}

const MOST_LISTED = 3;
const LISTED_OF_MANY = 2;

/** A few values in full; of many their number, the first ones, and a mark that changes when any of them does. */
export function listed(
  labels: ReadonlyMap<string, string>,
  conjunction: Conjunction,
  detail: Detail,
  noun = "",
): string {
  const sorted = [...new Set(labels.values())].sort();
  const most = detail === "values" ? MOST_LISTED : 1;
  if (sorted.length > most) {
    const first = detail === "values" ? sorted.slice(0, LISTED_OF_MANY).map(shortened) : [];
    const left = [...first, `${first.length > 0 ? "… " : ""}${fingerprint(labels.keys())}`].join(", ");
    return `${conjunction === "or" ? "one" : "all"} of ${sorted.length}${noun} (${left})`;
  }
  const shown = sorted.map(shortened);
  const last = shown.at(-1) ?? "";
  return shown.length > 1 ? `${shown.slice(0, -1).join(", ")} ${conjunction} ${last}` : last;
}

const LONGEST_VALUE = 60;

function shortened(text: string): string {
  const characters = [...text];
  if (characters.length <= LONGEST_VALUE) return text;
  return `${characters.slice(0, LONGEST_VALUE).join("")}… ${fingerprint([text])}`;
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
