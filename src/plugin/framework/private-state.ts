import { type CtyValue, type ObjectValue, UNKNOWN } from "../cty";
import type { CompiledAttribute } from "./compiled-schema";

/** What a resource stores beside its state, hidden from users: a few short texts, nothing secret. */
export type PrivateState = Readonly<Record<string, string>>;

/**
 * All that is stored beside a resource's state: the resource's private state, and which attributes with `unset: "server"`
 * came from the configuration, so that planning notices when one is taken out. Small JSON, empty when there is nothing to
 * store. Names are joined by dots and reach into single nested objects and maps of them.
 */
export interface PrivateData {
  readonly configured: ReadonlySet<string>;
  /** In a plan only: the attributes configured before, which apply again if the apply fails. */
  readonly configuredBefore?: ReadonlySet<string>;
  /** @default empty */
  readonly privateState?: PrivateState;
}

const NO_NAMES: ReadonlySet<string> = new Set();
const NO_STATE: PrivateState = {};

/** The stored JSON. Its names are in users' states and cannot change. */
interface Stored {
  readonly configured?: unknown;
  readonly before?: unknown;
  readonly notes?: unknown;
}

export function decodePrivate(bytes: Uint8Array): PrivateData {
  if (bytes.length === 0) return { configured: NO_NAMES };
  try {
    const data = JSON.parse(textOf(bytes)) as Stored | null;
    return {
      configured: namesIn(data?.configured),
      ...(data?.before ? { configuredBefore: namesIn(data.before) } : {}),
      ...(data?.notes ? { privateState: textsIn(data.notes) } : {}),
    };
  } catch {
    // Of another provider, or damaged. Without it, an attribute taken out of the configuration keeps the server's value.
    return { configured: NO_NAMES };
  }
}

function textOf({ buffer, byteOffset, length }: Uint8Array): string {
  return Buffer.from(buffer, byteOffset, length).toString();
}

function namesIn(data: unknown): ReadonlySet<string> {
  return new Set(Array.isArray(data) ? data.filter((name) => typeof name === "string") : []);
}

function textsIn(data: unknown): PrivateState {
  const entries = typeof data === "object" && data !== null ? Object.entries(data) : [];
  return Object.fromEntries(entries.filter(([, text]) => typeof text === "string"));
}

export function encodePrivate({
  configured,
  configuredBefore,
  privateState = NO_STATE,
}: PrivateData): Uint8Array {
  const changed = configuredBefore !== undefined && !sameNames(configured, configuredBefore);
  const hasState = Object.keys(privateState).length > 0;
  if (configured.size === 0 && !changed && !hasState) return new Uint8Array();
  const data: Stored = {
    configured: [...configured].sort(),
    ...(changed ? { before: [...configuredBefore].sort() } : {}),
    ...(hasState ? { notes: privateState } : {}),
  };
  return Buffer.from(JSON.stringify(data));
}

/**
 * Returns what to store after an apply. After a failed one, either of the two configurations may be in effect.
 * @param returned the private state that the resource returned; undefined where it returned none
 */
export function privateAfterApply(
  { configured, configuredBefore, privateState }: PrivateData,
  failed: boolean,
  returned?: PrivateState,
): PrivateData {
  return {
    configured: failed && configuredBefore ? new Set([...configured, ...configuredBefore]) : configured,
    privateState: returned ?? privateState,
  };
}

/** Replaces the private state in the stored bytes; undefined leaves the bytes as they are. */
export function replacePrivateState(bytes: Uint8Array, returned: PrivateState | undefined): Uint8Array {
  return returned === undefined ? bytes : encodePrivate({ ...decodePrivate(bytes), privateState: returned });
}

function sameNames(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  return a.size === b.size && [...a].every((name) => b.has(name));
}

/** Returns the prefix of the names within an element of a map. */
export function elementPrefix(map: string, key: string): string {
  return `${map}[${JSON.stringify(key)}].`;
}

/** Returns the names of the attributes with `unset: "server"` that a configuration sets. */
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
