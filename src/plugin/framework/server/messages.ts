import { escapeHidden } from "../../../text";
import { type AttributePath, type CtyType, type CtyValue, encodeMsgpack, type ObjectValue } from "../../cty";
import { ENUMS, type tfplugin6 } from "../../protocol";
import { type Diagnostic, renderPath, visiblePath } from "../diagnostic";
import { asItCame, comingIn } from "./passing-values";

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

/** The object in a message; null where Terraform sent none. */
export function decodeObject(value: tfplugin6.DynamicValue | undefined, type: CtyType): ObjectValue | null {
  if (value === undefined || value.msgpack.length === 0) return null;
  return comingIn(value.msgpack, type);
}

/** @throws ValueError when the value does not fit the type */
export function encodeObject(value: CtyValue, type: CtyType): { msgpack: Uint8Array } {
  const came = typeof value === "object" && value !== null ? asItCame(value, type) : undefined;
  return { msgpack: came ?? encodeMsgpack(value, type) };
}

/** Diagnostics as messages; their paths as deep as Terraform can point in values of the type, the rest in words. */
export function toDiagnostics(diagnostics: readonly Diagnostic[], type?: CtyType): DiagnosticMessage[] {
  const { ERROR, WARNING } = ENUMS.Diagnostic_Severity;
  return diagnostics.map(({ severity, summary, detail, path = [] }) => {
    const visible = type ? visiblePath(type, path) : path;
    return {
      severity: severity === "error" ? ERROR : WARNING,
      // What is left of foreign text that no message escaped: a terminal must not act on it, nor leave it out.
      summary: escapeHidden(summary, { lines: true }),
      detail: escapeHidden(visible.length < path.length ? `${detail}\n\nAt ${renderPath(path)}.` : detail, {
        lines: true,
      }),
      ...(visible.length > 0 ? { attribute: toPath(visible) } : {}),
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
