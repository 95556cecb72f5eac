import { type CtyType, type CtyValue, renderPath, UNKNOWN } from "../../cty";
import type { CompiledAttribute, CompiledSchema } from "../compiled-schema";
import { inconsistencies } from "../consistency";
import { type Diagnostic, errorDiagnostic } from "../diagnostic";
import { firstUnknown } from "../known";

const BUG =
  "This is a bug in the provider: please report it. Nothing is lost, the state has what was answered.";

/** The error for an answer that still holds something unknown. */
export function unknownLeft(type: CtyType, state: CtyValue, doing: string): Diagnostic[] {
  const path = firstUnknown(state, type);
  if (!path) return [];
  const where = renderPath(path);
  return [errorDiagnostic(`${where} is still unknown after ${doing}`, BUG, path)];
}

/** The errors for the result of an apply that is not what the plan promised. */
export function brokenPromises(
  schema: CompiledSchema,
  planned: CtyValue,
  result: CtyValue,
  doing: string,
): Diagnostic[] {
  return inconsistencies(schema.type, planned, result).map(({ path, planned, actual }) => {
    const said = isSensitive(schema, path[0])
      ? "The values are sensitive and not shown."
      : `The plan said ${render(planned)}, the result is ${render(actual)}.`;
    return errorDiagnostic(
      `${renderPath(path)} is not what was planned after ${doing}`,
      `${said} ${BUG} The next plan shows what is different now.`,
      path,
    );
  });
}

function isSensitive({ attributes }: CompiledSchema, name: unknown): boolean {
  return attributes.some((attribute) => attribute.name === name && holdsSecret(attribute));
}

function holdsSecret({ definition, children }: CompiledAttribute): boolean {
  return definition.sensitive === true || children.some(holdsSecret);
}

const LONGEST = 300;

function render(value: CtyValue): string {
  const text = JSON.stringify(value, (_, inner) => (inner === UNKNOWN ? "(unknown)" : inner));
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}
