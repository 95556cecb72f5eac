import { escapeHidden } from "../../../text";
import { type AttributePath, type CtyType, renderPath } from "../../cty";
import { ENUMS, type tfplugin6 } from "../../protocol";
import type { Diagnostic } from "../diagnostic";

interface PathMessage {
  readonly steps: {
    selector:
      | { case: "attributeName" | "elementKeyString"; value: string }
      | { case: "elementKeyInt"; value: bigint };
  }[];
}

export interface DiagnosticMessage {
  readonly severity: tfplugin6.Diagnostic_Severity;
  readonly summary: string;
  readonly detail: string;
  readonly attribute?: PathMessage;
}

/** Converts diagnostics to messages. A path that Terraform cannot address in the type is written into the detail. */
export function toDiagnostics(diagnostics: readonly Diagnostic[], type?: CtyType): DiagnosticMessage[] {
  const { ERROR, WARNING } = ENUMS.Diagnostic_Severity;
  return diagnostics.map(({ severity, summary, detail, path = [] }) => {
    const address = type ? addressablePath(type, path) : path;
    const wholeDetail = address.length < path.length ? `${detail}\n\nAt ${renderPath(path)}.` : detail;
    return {
      severity: severity === "error" ? ERROR : WARNING,
      // Text from outside that no message escaped must neither act on a terminal nor be invisible there.
      summary: escapeHidden(summary, { lines: true }),
      detail: escapeHidden(wholeDetail, { lines: true }),
      ...(address.length > 0 ? { attribute: toPath(address) } : {}),
    };
  });
}

export function toPath(path: AttributePath): PathMessage {
  return {
    steps: path.map((step) => {
      if (typeof step === "string") return { selector: { case: "attributeName", value: step } };
      if (typeof step === "number") return { selector: { case: "elementKeyInt", value: BigInt(step) } };
      return { selector: { case: "elementKeyString", value: step.key } };
    }),
  };
}

/**
 * Returns the part of a path that Terraform can address in a value of this type: an attribute of the resource, or an
 * element of a list in it. For a longer path, its core would show the whole resource.
 */
function addressablePath(type: CtyType, path: AttributePath): AttributePath {
  let current: CtyType = type;
  for (const [index, step] of path.slice(0, 2).entries()) {
    const next = index === 1 && typeof step === "string" ? undefined : stepInto(current, step);
    if (next === undefined) return path.slice(0, index);
    current = next;
  }
  return path.slice(0, 2);
}

function stepInto(type: CtyType, step: AttributePath[number]): CtyType | undefined {
  if (type.kind === "object" && typeof step === "string")
    return Object.hasOwn(type.attributes, step) ? type.attributes[step] : undefined;
  if (type.kind === "list" && typeof step === "number") return type.element;
  if (type.kind === "map" && typeof step === "object") return type.element;
  return undefined;
}
