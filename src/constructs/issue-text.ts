import {
  camelCase,
  type Issue,
  type PolicyFields,
  policyFields,
  renderIssue,
  SELECTORS,
  selectorByWireKey,
} from "../model";

/** An issue as users of the constructs read it: its place, and all names, as they are spelt in props. */
export function issueText(issue: Issue): string {
  const place = propPath(issue.path);
  const text = inProps(renderIssue(issue));
  // A name that does not exist is shown as it was written.
  const written = issue.code === "unknown-field" ? String(issue.path.at(-1)) : undefined;
  return placed(written === undefined ? place : withLastName(place, written), text);
}

function withLastName(place: string, name: string): string {
  return place.slice(0, Math.max(place.lastIndexOf("."), place.lastIndexOf("]")) + 1) + name;
}

/** An issue in a rule that was written in the names of the API. */
export function apiIssueText(issue: Issue): string {
  return placed(issue.path.join("."), renderIssue(issue));
}

function placed(place: string, text: string): string {
  return place === "" ? text : `${place}: ${text}`;
}

/** A warning, with what silences it on the one policy. */
export function adviceText(advice: Issue): string {
  return `${issueText(advice)} If it is meant: acceptedWarnings: ["${advice.code}"].`;
}

/**
 * The place as it is spelt in props: `["include", 2, "azureAD", "identity_provider_id"]` is
 * `include[2].azureAd.identityProviderId`, and a rule with one field goes by its name alone, `include[2].email`.
 */
function propPath(path: Issue["path"]): string {
  const parts = path.map((step, index) => {
    if (typeof step === "number") return `[${step}]`;
    const owner =
      typeof path[index - 2] === "number" ? selectorByWireKey(String(path[index - 1])) : undefined;
    if (owner?.shape === "strings" && step in owner.fields) return "";
    const selector = typeof path[index - 1] === "number" ? selectorByWireKey(step) : undefined;
    return `.${selector?.factory ?? camelCase(step)}`;
  });
  return parts.join("").replace(/^\./, "");
}

const PROP_NAMES = new Map<string, string>([
  ...["account_id", "app_id"].map((name) => [name, camelCase(name)] as const),
  ...fieldNames(policyFields("application")).map((name) => [name, camelCase(name)] as const),
  ...SELECTORS.flatMap(({ fields }) => Object.keys(fields)).map((name) => [name, camelCase(name)] as const),
  ...SELECTORS.flatMap(({ key, wireKey, factory }) => [[key, factory] as const, [wireKey, factory] as const]),
]);

function fieldNames(fields: PolicyFields): string[] {
  return Object.entries(fields).flatMap(([name, { type }]) => {
    if (typeof type === "string") return [name];
    return [name, ...fieldNames("object" in type ? type.object : type.objects)];
  });
}

/** The text with the names of fields and selectors as they are spelt in props; what is quoted stays. */
function inProps(text: string): string {
  return text.replace(/"(?:[^"\\]|\\.)*"?|[A-Za-z]+(?:[_-][A-Za-z]+)*/g, (word) =>
    // A single word, such as "group", is mostly English.
    word.includes("_") || word.includes("-") || word === "azureAD" ? (PROP_NAMES.get(word) ?? word) : word,
  );
}
