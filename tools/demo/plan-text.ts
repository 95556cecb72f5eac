import { plain } from "../terminal";

/** What the cdktf CLI says of a plan, without the stack's name before each line and without what init and synth say. */
export function planIn(output: string): string[] {
  const lines = plain(output)
    .split("\n")
    .map((line) => line.replace(/^\S+ {2}/, "").trimEnd());
  const begin = lines.findIndex((line) =>
    /will perform the following actions:|^No changes\./.test(line.trim()),
  );
  if (begin < 0) return [];
  const end = lines.findIndex((line, index) => index >= begin && /^\s*(Plan: |No changes\.)/.test(line));
  const plan = lines
    .slice(begin, end + 1)
    .filter((line) => !/will perform the following actions:/.test(line));
  return trimmed(plan);
}

/** One line a resource, with what it means where it says so, and the count: enough where everything is new. */
export function outlineOf(plan: readonly string[]): string[] {
  return plan.flatMap((line, index) => {
    const resource = /^\s*# (\S+) (?:\(.*\) )?(?:will|must) be (\w+)/.exec(line);
    if (resource) {
      const sign = resource[2] === "created" ? "+" : resource[2] === "destroyed" ? "-" : "~";
      const summary = summaryAfter(plan, index);
      return [`${sign} ${resource[1]}`, ...(summary ? [`    ${summary}`] : [])];
    }
    return line.startsWith("Plan: ") ? ["", line] : [];
  });
}

function summaryAfter(plan: readonly string[], index: number): string | undefined {
  for (const line of plan.slice(index + 1)) {
    if (/^\s*# .*(will|must) be/.test(line)) return undefined;
    const summary = /^\s*[-+~] summary\s+= "(.*)"/.exec(line)?.[1];
    if (summary !== undefined) return summary;
  }
  return undefined;
}

function trimmed(lines: readonly string[]): string[] {
  const first = lines.findIndex((line) => line.trim() !== "");
  return first < 0 ? [] : lines.slice(first).map((line) => line.trimEnd());
}
