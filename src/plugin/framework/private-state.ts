import { type CtyValue, type ObjectValue, UNKNOWN } from "../cty";
import type { CompiledAttribute } from "./compiled-schema";

/** What a resource keeps for itself beside its state: a few short texts that no user sees, and nothing secret. */
export type Notes = Readonly<Record<string, string>>;

/**
 * What is remembered beside a resource's state: its own notes, and which attributes that the server may decide (`unset:
 * "server"`) came from the configuration, so that taking one out is noticed. Small JSON, empty when there is nothing
 * to remember; names are joined by dots and reach into single nested objects and into maps of them.
 */
export interface PrivateState {
  readonly configured: ReadonlySet<string>;
  /** In a plan only: what was configured before it, which is what stays true should the apply fail. */
  readonly before?: ReadonlySet<string>;
  /** @default none */
  readonly notes?: Notes;
}

const NOTHING: ReadonlySet<string> = new Set();
const NO_NOTES: Notes = {};

export function decodePrivate(bytes: Uint8Array): PrivateState {
  if (bytes.length === 0) return { configured: NOTHING };
  try {
    const data = JSON.parse(textOf(bytes)) as Record<string, unknown> | null;
    return {
      configured: names(data?.configured),
      ...(data?.before ? { before: names(data.before) } : {}),
      ...(data?.notes ? { notes: texts(data.notes) } : {}),
    };
  } catch {
    // Not ours, or damaged: knowing nothing is safe, an attribute taken out is then kept as the server has it.
    return { configured: NOTHING };
  }
}

function textOf({ buffer, byteOffset, length }: Uint8Array): string {
  return Buffer.from(buffer, byteOffset, length).toString();
}

function names(data: unknown): ReadonlySet<string> {
  return new Set(Array.isArray(data) ? data.filter((name) => typeof name === "string") : []);
}

function texts(data: unknown): Notes {
  const entries = typeof data === "object" && data !== null ? Object.entries(data) : [];
  return Object.fromEntries(entries.filter(([, text]) => typeof text === "string"));
}

export function encodePrivate({ configured, before, notes = NO_NOTES }: PrivateState): Uint8Array {
  const changed = before !== undefined && !sameNames(configured, before);
  const noted = Object.keys(notes).length > 0;
  if (configured.size === 0 && !changed && !noted) return new Uint8Array();
  const data = {
    configured: [...configured].sort(),
    ...(changed ? { before: [...before].sort() } : {}),
    ...(noted ? { notes } : {}),
  };
  return Buffer.from(JSON.stringify(data));
}

/**
 * What to keep after an apply: of one that failed it is open which of the two configurations took hold.
 *
 * @param noted the resource's notes after it; undefined where it noted nothing new
 */
export function settlePrivate(
  { configured, before, notes }: PrivateState,
  failed: boolean,
  noted?: Notes,
): PrivateState {
  return {
    configured: failed && before ? new Set([...configured, ...before]) : configured,
    notes: noted ?? notes,
  };
}

/** The private state after a read, which may note something and changes nothing else. */
export function notedPrivate(bytes: Uint8Array, noted: Notes | undefined): Uint8Array {
  return noted === undefined ? bytes : encodePrivate({ ...decodePrivate(bytes), notes: noted });
}

function sameNames(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  return a.size === b.size && [...a].every((name) => b.has(name));
}

/** Names what is within an element of a map: its keys last. */
export function elementPrefix(map: string, key: string): string {
  return `${map}[${JSON.stringify(key)}].`;
}

/** The attributes to remember of a configuration. */
export function configuredNames(
  attributes: readonly CompiledAttribute[],
  config: ObjectValue,
  prefix = "",
): ReadonlySet<string> {
  const found = new Set<string>();
  for (const { name, definition, nesting, children } of attributes) {
    const value = config[name] ?? null;
    if (value === null) continue;
    if (definition.unset === "server") found.add(prefix + name);
    if (value === UNKNOWN || (nesting !== "single" && nesting !== "map")) continue;
    const objects: readonly (readonly [string, CtyValue])[] =
      nesting === "single"
        ? [[`${prefix + name}.`, value]]
        : Object.entries(value as ObjectValue).map(([key, element]) => [
            elementPrefix(prefix + name, key),
            element,
          ]);
    for (const [inner, object] of objects)
      if (object !== null && object !== UNKNOWN)
        for (const one of configuredNames(children, object as ObjectValue, inner)) found.add(one);
  }
  return found;
}
