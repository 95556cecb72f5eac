/** Returns the engine's plan from the output of the cdktf CLI, without that of init and synth. Empty where there is none. */
export function planIn(output: string): string[] {
  // The stack's name stands before the first line of each batch; the others are indented by as much.
  const lines = output
    .split("\n")
    .map((line) => line.replace(/^\S+ {2}/, (name) => " ".repeat(name.length)).trimEnd());
  const last = lines.findIndex((line) => /^\s*(Plan: |No changes\.)/.test(line));
  if (last < 0) return [];
  const intro = lines.findIndex((line) => line.endsWith("will perform the following actions:"));
  const plan = lines.slice(intro < 0 || intro > last ? last : intro + 1, last + 1);
  return dedent(plan.slice(plan.findIndex((line) => line !== "")));
}

/** Returns one line for each resource, with its summary where it has one, and the count: enough where everything is new. */
export function outlineOf(plan: readonly string[]): string[] {
  const outline: string[] = [];
  for (const line of plan) {
    const resource = /^\s*# (\S+) (?:\(.*\) )?(?:will|must) be (\w+)/.exec(line);
    if (resource) outline.push(`${SIGNS[resource[2]!] ?? "~"} ${resource[1]}`);
    const summary = /^\s*\+ summary\s+= "(.*)"$/.exec(line);
    if (summary) outline.push(`    ${summary[1]}`);
    if (line.startsWith("Plan: ")) outline.push(line);
  }
  return outline;
}

const SIGNS: Readonly<Record<string, string>> = { created: "+", destroyed: "-" };

function dedent(lines: readonly string[]): string[] {
  const indents = lines.filter((line) => line !== "").map((line) => line.search(/\S/));
  const least = Math.min(...indents);
  return lines.map((line) => line.slice(least));
}
