/**
 * A small language for request bodies. Each function makes a check; a check looks at a value found at a JSON pointer
 * and returns what is wrong with it, everything at once.
 */

/** One thing wrong with a request body. */
export interface Problem {
  /** JSON pointer (RFC 6901) into the body; "" is the body itself. */
  readonly pointer: string;
  readonly message: string;
  /** The name of a field that the reference does not have, where that is what is wrong. */
  readonly unknownField?: string;
}

export type Check = (value: unknown, pointer: string) => readonly Problem[];

/** A named form of text, such as an email address. */
export interface TextFormat {
  readonly name: string;
  readonly fits: (text: string) => boolean;
}

const FINE: readonly Problem[] = [];

/** A string; not empty unless `empty` is set. */
export function text(options: { format?: TextFormat; empty?: boolean } = {}): Check {
  return (value, pointer) => {
    if (typeof value !== "string") return wrongType("a string", value, pointer);
    if (value === "") return options.empty ? FINE : [{ pointer, message: "must not be empty" }];
    if (options.format && !options.format.fits(value)) {
      return [{ pointer, message: `must be ${options.format.name}, got ${JSON.stringify(value)}` }];
    }
    return FINE;
  };
}

export const bool: Check = (value, pointer) =>
  typeof value === "boolean" ? FINE : wrongType("a boolean", value, pointer);

export const integer: Check = (value, pointer) =>
  Number.isSafeInteger(value) ? FINE : wrongType("an integer", value, pointer);

export function atLeast(least: number): Check {
  return (value, pointer) => {
    if (typeof value !== "number") return wrongType("a number", value, pointer);
    return value >= least ? FINE : [{ pointer, message: `must be at least ${least}, got ${value}` }];
  };
}

export function oneOf(...allowed: readonly string[]): Check {
  return (value, pointer) => {
    if (typeof value !== "string") return wrongType("a string", value, pointer);
    if (allowed.includes(value)) return FINE;
    return [{ pointer, message: `must be one of ${allowed.join(", ")}, got ${JSON.stringify(value)}` }];
  };
}

export function orNull(check: Check): Check {
  return (value, pointer) => (value === null ? FINE : check(value, pointer));
}

export function list(item: Check, options: { least?: number } = {}): Check {
  const least = options.least ?? 0;
  return (value, pointer) => {
    if (!Array.isArray(value)) return wrongType("a list", value, pointer);
    if (value.length < least) return [{ pointer, message: `must have at least ${least} item(s)` }];
    return value.flatMap((element, index) => item(element, `${pointer}/${index}`));
  };
}

/** An object with exactly these members; `open` lets further ones pass unchecked. */
export function object(
  required: Readonly<Record<string, Check>>,
  optional: Readonly<Record<string, Check>> = {},
  options: { open?: boolean } = {},
): Check {
  const members = new Map([...Object.entries(required), ...Object.entries(optional)]);
  return (value, pointer) => {
    if (!isObject(value)) return wrongType("an object", value, pointer);
    const missing = Object.keys(required)
      .filter((name) => !Object.hasOwn(value, name))
      .map((name) => ({ pointer: below(pointer, name), message: `missing required field "${name}"` }));
    const given = Object.entries(value).flatMap(([name, member]) => {
      const check = members.get(name);
      if (check) return check(member, below(pointer, name));
      return options.open ? FINE : [unknownField(name, below(pointer, name))];
    });
    return [...missing, ...given];
  };
}

function unknownField(name: string, pointer: string): Problem {
  return { pointer, message: `unknown field "${name}"`, unknownField: name };
}

/** An object with exactly one member, which must be one that `find` knows. */
export function exactlyOneKey(kind: string, find: (key: string) => Check | undefined): Check {
  return (value, pointer) => {
    if (!isObject(value)) return wrongType("an object", value, pointer);
    const keys = Object.keys(value);
    if (keys.length !== 1) {
      return [{ pointer, message: `must have exactly one ${kind}, got ${keys.join(", ") || "none"}` }];
    }
    const key = keys[0]!;
    const check = find(key);
    if (!check) return [{ pointer: below(pointer, key), message: `unknown ${kind} "${key}"` }];
    return check(value[key], below(pointer, key));
  };
}

/** All of the checks. */
export function both(...checks: readonly Check[]): Check {
  return (value, pointer) => checks.flatMap((check) => check(value, pointer));
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function wrongType(wanted: string, value: unknown, pointer: string): readonly Problem[] {
  return [{ pointer, message: `must be ${wanted}, got ${describe(value)}` }];
}

function describe(value: unknown): string {
  if (value === undefined) return "nothing";
  if (value === null) return "null";
  if (Array.isArray(value)) return "a list";
  return typeof value === "object" ? "an object" : `${typeof value} ${JSON.stringify(value)}`;
}

function below(pointer: string, key: string): string {
  return `${pointer}/${key.replaceAll("~", "~0").replaceAll("/", "~1")}`;
}
