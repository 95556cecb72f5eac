/**
 * One step of a path: a string is an attribute, a number the index of a list element, `{ key }` a map element.
 * A path ends at a set: Terraform cannot address the elements of one.
 */
export type PathStep = string | number | { readonly key: string };
export type AttributePath = readonly PathStep[];

/** A value that does not fit its type: what was expected, what was found, and its path. */
export class ValueError extends Error {
  constructor(
    readonly reason: string,
    readonly path: AttributePath = [],
  ) {
    super(path.length === 0 ? reason : `${renderPath(path)}: ${reason}`);
    this.name = "ValueError";
  }

  /** Returns the same error with its path prefixed by one step. */
  static under(step: PathStep, error: unknown): unknown {
    return error instanceof ValueError ? new ValueError(error.reason, [step, ...error.path]) : error;
  }
}

/** Renders a path as Terraform does: `include.email[2]`, `tags["a"]`. */
export function renderPath(path: AttributePath): string {
  let text = "";
  for (const step of path) {
    if (typeof step === "string") text += text === "" ? step : `.${step}`;
    else text += typeof step === "number" ? `[${step}]` : `[${JSON.stringify(step.key)}]`;
  }
  return text;
}

/** Describes the kind of a JavaScript value for an error message; never the value itself, which may be a secret. */
export function describe(value: unknown): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "a list";
  if (typeof value === "object") return value.constructor === Object ? "an object" : value.constructor.name;
  return typeof value === "undefined" ? "nothing" : `a ${typeof value}`;
}
