import { camelCase, type Issue, renderIssue, selectorByKey, selectorByWireKey } from "../model";

/** Writes an issue as users of the constructs read it: its path, and all names, as they are spelt in props. */
export function issueText(issue: Issue): string {
  const path = propPath(issue.path);
  // A name that does not exist is shown as it was written.
  const written = issue.code === "unknown-field" ? String(issue.path.at(-1)) : undefined;
  return placed(written === undefined ? path : withLastName(path, written), renderIssue(issue, propName));
}

/** Returns the name of a field or selector as it is spelt in props. */
function propName(name: string): string {
  return (selectorByWireKey(name) ?? selectorByKey(name))?.factory ?? camelCase(name);
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
