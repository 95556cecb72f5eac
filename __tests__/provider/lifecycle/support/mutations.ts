/** A number from 0 up to 1 each time; the same ones from the same seed. */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

type Random = () => number;

/** What replaces a value. */
const STRANGE: readonly unknown[] = [
  null,
  true,
  false,
  0,
  -7,
  1.5,
  1e308,
  "",
  " ",
  "x",
  "\u202e\u0000\u001b[31mred",
  "9".repeat(2_000),
  [],
  {},
  [null],
  [[]],
  [{}],
  { id: {} },
  { everyone: null },
  { "": "" },
];

/** The JSON text of an answer in which up to three things are not as they were. */
export function mutate(body: unknown, random: Random): string {
  const copy: unknown = structuredClone(body);
  const times = 1 + Math.floor(random() * 3);
  for (let time = 0; time < times; time++) change(copy, random);
  const text = JSON.stringify(copy) ?? "";
  const fate = random();
  if (fate < 0.04) return text.slice(0, Math.floor(random() * text.length));
  if (fate < 0.08) return replaced(text, Math.floor(random() * text.length), pick('{}[]",:0x\\', random));
  if (fate < 0.1) return text.replace(/"include":\[/, `"include":[${"[".repeat(5_000)}${"]".repeat(5_000)},`);
  return text;
}

type Container = Record<string, unknown> | unknown[];

function change(root: unknown, random: Random): void {
  const containers = containersIn(root).filter((it) => Object.keys(it).length > 0);
  if (containers.length === 0) return;
  const container = pick(containers, random) as Record<string, unknown>;
  const key = pick(Object.keys(container), random);
  const how = Math.floor(random() * 6);
  if (how === 0) delete container[key];
  else if (how === 1) Object.assign(container, { [pick(NAMES, random)]: container[key] });
  else if (how === 2) container[key] = [container[key], container[key]];
  else container[key] = structuredClone(pick(STRANGE, random));
}

const NAMES = ["id", "name", "decision", "include", "result", "errors", "success", "constructor", "toString"];

function containersIn(value: unknown): Container[] {
  if (typeof value !== "object" || value === null) return [];
  return [value as Container, ...Object.values(value).flatMap(containersIn)];
}

function pick<T>(from: readonly T[] | string, random: Random): T {
  return from[Math.floor(random() * from.length)] as T;
}

function replaced(text: string, at: number, character: string): string {
  return text.slice(0, at) + character + text.slice(at + 1);
}
