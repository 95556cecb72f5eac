import type { AttributePath, PathStep } from "./path";

/** A value that does not fit its type: what was expected, what was found, and where. */
export class ValueError extends Error {
  constructor(
    readonly reason: string,
    readonly path: AttributePath = [],
  ) {
    super(path.length === 0 ? reason : `${renderPath(path)}: ${reason}`);
    this.name = "ValueError";
  }

  /** The same error seen from one level further up. */
  static under(step: PathStep, error: unknown): unknown {
    return error instanceof ValueError ? new ValueError(error.reason, [step, ...error.path]) : error;
  }
}

/** A path the way Terraform writes it: `include.email[2]`, `tags["a"]`. */
export function renderPath(path: AttributePath): string {
  let text = "";
  for (const step of path) {
    if (typeof step === "string") text += text === "" ? step : `.${step}`;
    else text += typeof step === "number" ? `[${step}]` : `[${JSON.stringify(step.key)}]`;
  }
  return text;
}

/** What a JavaScript value is, in words for an error message; never the value itself, which may be a secret. */
export function describe(value: unknown): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "a list";
  if (typeof value === "object") return value.constructor === Object ? "an object" : value.constructor.name;
  return typeof value === "undefined" ? "nothing" : `a ${typeof value}`;
}
