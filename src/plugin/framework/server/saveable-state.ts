import { type CtyType, type CtyValue, type ObjectValue, renderPath, ValueError } from "../../cty";
import { type Diagnostic, errorDiagnostic } from "../diagnostic";
import { encodeObject } from "./messages";

/**
 * A state as bytes, whatever a resource answered after it changed something: an attribute that does not fit the
 * schema is an error and left out, so that the rest (above all the id) is not lost.
 */
export function saveableState(
  type: CtyType,
  state: CtyValue,
  doing: string,
): { encoded: { msgpack: Uint8Array }; problems: Diagnostic[] } {
  const problems: Diagnostic[] = [];
  let rest = state;
  for (;;) {
    try {
      return { encoded: encodeObject(rest, type), problems };
    } catch (error) {
      const unfit = unfitAttribute(error, type, rest);
      if (unfit === undefined) throw error;
      const { [unfit]: _, ...others } = rest as ObjectValue;
      rest = others;
      const { reason, path } = error as ValueError;
      problems.push(
        errorDiagnostic(
          `The answer after ${doing} does not fit the schema`,
          `${renderPath([unfit, ...path.slice(1)])}: ${reason}. This is a bug in the provider: please report it. ` +
            "The state has everything else.",
          [unfit],
        ),
      );
    }
  }
}

function unfitAttribute(error: unknown, type: CtyType, state: CtyValue): string | undefined {
  if (!(error instanceof ValueError) || type.kind !== "object" || state === null) return undefined;
  const [named] = error.path;
  if (typeof named === "string") return named;
  return Object.keys(state as ObjectValue).find((name) => !Object.hasOwn(type.attributes, name));
}
