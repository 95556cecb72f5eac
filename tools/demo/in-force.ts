import type { PolicyRecord } from "../../src/emulator";
import { type PolicyKind, summarize } from "../../src/model";

/** A small table of the policies that an account has, in the order in which they are judged. */
export function inForce(policies: readonly PolicyRecord[]): string[] {
  const rows = [...policies].sort(byPlace).map(({ appId, precedence, body }) => {
    const kind: PolicyKind = appId === undefined ? "reusable" : "application";
    const place = appId === undefined ? "reusable" : `app, ${precedence}`;
    return [place, String(body.decision), String(body.name), String(summarize(kind, body))];
  });
  const table = [["Precedence", "Decision", "Policy", "What it does"], ...rows];
  const widths = table[0]!.map((_, column) => Math.max(...table.map((row) => row[column]!.length)));
  const line = (row: string[]) =>
    row
      .map((cell, column) => cell.padEnd(widths[column]!))
      .join("  ")
      .trimEnd();
  return [line(table[0]!), widths.map((width) => "─".repeat(width)).join("──"), ...table.slice(1).map(line)];
}

function byPlace(a: PolicyRecord, b: PolicyRecord): number {
  const place = ({ appId, precedence }: PolicyRecord) => (appId === undefined ? 0 : (precedence ?? 0));
  return (a.appId ?? "").localeCompare(b.appId ?? "") || place(a) - place(b);
}
