import type { PolicyRecord } from "../../src/emulator";
import { POLICY_TYPES, type PolicyKind } from "../../src/model";
import { fold } from "../terminal";

const COLUMNS = ["precedence", "decision", "policy", "for"];

/** Returns a table of the policies that an account has, an application's in the order of judgment. */
export function inForce(policies: readonly PolicyRecord[], width: number): string[] {
  const rows = [COLUMNS, ...[...policies].sort(byPrecedence).map(row)];
  const widths = COLUMNS.map((_, column) => Math.max(...rows.map((cells) => cells[column]!.length)));
  const left = widths.slice(0, -1).reduce((sum, each) => sum + each + 2, 0);
  const right = Math.max(width - left, 30);
  const lines = rows.flatMap((cells) => {
    const start = cells.slice(0, -1).map((cell, column) => cell.padEnd(widths[column]! + 2));
    const [first, ...rest] = fold(cells.at(-1)!, right - 4).map((line) => line.trim());
    return [start.join("") + first, ...rest.map((line) => " ".repeat(left) + line)];
  });
  const rule = "─".repeat(Math.max(...lines.map((line) => line.length)));
  return [lines[0]!, rule, ...lines.slice(1)];
}

function row({ appId, precedence, body }: PolicyRecord): string[] {
  const kind: PolicyKind = appId === undefined ? "reusable" : "application";
  const precedenceText = appId === undefined ? "– (reusable)" : String(precedence);
  // The summary begins with the decision, which has a column of its own.
  const rules = String(POLICY_TYPES[kind].summarize(body)).replace(/^(?:[A-Z]+ )+/, "");
  return [precedenceText, String(body.decision), String(body.name), rules];
}

function byPrecedence(a: PolicyRecord, b: PolicyRecord): number {
  return (a.appId ?? "").localeCompare(b.appId ?? "") || (a.precedence ?? 0) - (b.precedence ?? 0);
}
