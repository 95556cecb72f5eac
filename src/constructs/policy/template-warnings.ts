import type { Issue } from "../../model";
import { shown } from "../usage-error";

/** What begins an expression or a directive in a text of Terraform, where it is not written twice. */
const TEMPLATE = /(?:^|[^$])(?:\$\$)*\$\{|(?:^|[^%])(?:%%)*%\{/;

/**
 * Warnings for texts with an expression of Terraform written into them by hand: it is handed on, as cdktf does, while
 * TypeScript's own `${…}` in the wrong quotes looks the same. What comes of a token is DEFERRED here, and no text.
 * @param value a policy in the API's shape
 */
export function templateWarnings(value: unknown): Issue[] {
  return holdsBrace(value) ? warningsIn(value, []) : [];
}

/** Nearly no policy does, and so nothing is put together for most. */
function holdsBrace(value: unknown): boolean {
  if (typeof value === "string") return value.includes("{");
  if (typeof value !== "object" || value === null) return false;
  for (const name in value) if (holdsBrace((value as Record<string, unknown>)[name])) return true;
  return false;
}

function warningsIn(value: unknown, path: Issue["path"]): Issue[] {
  if (typeof value === "string") return TEMPLATE.test(value) ? [warning(value, path)] : [];
  if (typeof value !== "object" || value === null) return [];
  if (Array.isArray(value)) return value.flatMap((item, index) => warningsIn(item, [...path, index]));
  return Object.entries(value).flatMap(([name, member]) => warningsIn(member, [...path, name]));
}

function warning(text: string, path: Issue["path"]): Issue {
  return {
    code: "type",
    severity: "warning",
    path,
    what: "Terraform takes what is in braces after a $ or % for an expression of its own",
    got: shown(text),
    fix: "For a value of the program use a template literal (`…`), for the characters themselves write $${ or %%{.",
  };
}
