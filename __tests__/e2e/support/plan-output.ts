/** What an engine plans, for people and for programs. */

/**
 * The blocks of a plan's text, by the address of their resource, without what is another one in each run: ids and times.
 * Only what will be done, or for a plan that only refreshes what was found; engines differ in the words around that.
 */
export function planBlocks(output: string): ReadonlyMap<string, string> {
  const [found, todo] = output.split(/^.* will perform the following actions:$/m);
  const blocks = (todo ?? found!).matchAll(/^ {2}# (\S+) [\s\S]*?^ {4}\}$/gm);
  return new Map(Array.from(blocks, ([block, address]) => [address!, `${withoutChance(block)}\n`]));
}

function withoutChance(block: string): string {
  return block
    .replace(/(?<= id +)= "[^"]*"/g, '= "<id>"')
    .replace(/(?<= created_at +)= "[^"]*"/g, '= "<time>"');
}

/** One resource in the JSON of a plan. */
export interface PlannedChange {
  readonly address: string;
  readonly change: {
    readonly actions: readonly string[];
    readonly before: Readonly<Record<string, unknown>> | null;
    readonly after: Readonly<Record<string, unknown>> | null;
    /** Holds `true` for values that are not known. */
    readonly after_unknown: Readonly<Record<string, unknown>>;
  };
}

/** The attributes that are not after the change what they were before it. */
export function changedAttributes({ change: { before, after, after_unknown } }: PlannedChange): string[] {
  const names = new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})]);
  for (const name of unknownAttributes({ after_unknown })) names.add(name);
  return [...names]
    .filter(
      (name) =>
        holdsTrue(after_unknown[name]) ||
        JSON.stringify(before?.[name] ?? null) !== JSON.stringify(after?.[name] ?? null),
    )
    .sort();
}

/** The attributes that are, or hold, a value that is not known before it is applied. */
export function unknownAttributes({
  after_unknown,
}: Pick<PlannedChange["change"], "after_unknown">): string[] {
  return Object.keys(after_unknown)
    .filter((name) => holdsTrue(after_unknown[name]))
    .sort();
}

function holdsTrue(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return value === true;
  return Object.values(value).some(holdsTrue);
}
