import { camelCase, POLICY_TYPES, type PolicyField, type PolicyFields } from "../../src/model";
import { closedSet, closedSetType } from "./closed-sets";
import { docComment, HEADER } from "./doc-comment";
import { idText, idType, referenceImport } from "./reference-types";

/** The source of the props interfaces of both policies and of the objects nested in them. */
export function policyPropsSource(): string {
  const reusable = POLICY_TYPES.reusable.fields;
  const all = POLICY_TYPES.application.fields;
  const own = Object.fromEntries(Object.entries(all).filter(([name]) => !(name in reusable)));
  const nested = nestedInterfaces(reusable).join("\n");
  return `${HEADER}
import type { IResolvable } from "cdktf";
import type { AccessDecision } from "../../../model";
import type { AccessRule } from "../../rule/gen/access-rule";
${referenceImport(nested)}
${closedSet("authenticator")}
${closedSet("clipboard-format")}
${nested}
/** The fields of every Access policy. */
export interface AccessPolicyProps {
${members(reusable)}}

/** The fields of a policy of one application. */
export interface ApplicationPolicyProps extends AccessPolicyProps {
${members(own)}}
`;
}

const FIELD_NAMES = new Set(fieldNames(POLICY_TYPES.application.fields));

function fieldNames(fields: PolicyFields): string[] {
  return Object.entries(fields).flatMap(([name, field]) => [name, ...fieldNames(nestedFields(field) ?? {})]);
}

function nestedInterfaces(fields: PolicyFields): string[] {
  return Object.entries(fields).flatMap(([name, field]) => {
    const nested = nestedFields(field);
    if (!nested) return [];
    const source = `${docComment([withPropNames(field.description)], "")}export interface ${interfaceName(name)} {\n${members(nested)}}\n`;
    return [...nestedInterfaces(nested), source];
  });
}

function nestedFields({ type }: PolicyField): PolicyFields | undefined {
  if (typeof type === "string") return undefined;
  return "object" in type ? type.object : type.objects;
}

function members(fields: PolicyFields): string {
  return Object.entries(fields)
    .map(([name, field]) => {
      const description = idText(field.description, field.refersTo);
      const doc = [description, ...(field.absent ? [`@default - ${field.absent}`] : [])].map(withPropNames);
      const optional = field.required ? "" : "?";
      return `${docComment(doc, "  ")}  readonly ${camelCase(name)}${optional}: ${typeOf(name, field)};\n`;
    })
    .join("");
}

function typeOf(name: string, { type, format, refersTo }: PolicyField): string {
  if (type === "bool") return "boolean | IResolvable";
  if (type === "integer") return "number";
  if (type === "strings") return `readonly ${closedSetType(format) ?? "string"}[]`;
  if (type === "rules") return "readonly AccessRule[]";
  if (type === "string") return format === "decision" ? "AccessDecision | (string & {})" : idType(refersTo);
  return "object" in type ? interfaceName(name) : `readonly ${interfaceName(name)}[]`;
}

/** `approval_groups` holds objects of `ApprovalGroupProps`, `rdp` one of `RdpConnectionRulesProps`. */
function interfaceName(name: string): string {
  if (name === "rdp" || name === "ssh") return `${capital(name)}ConnectionRulesProps`;
  return `${capital(camelCase(name)).replace(/Groups$/, "Group")}Props`;
}

/** Replaces the names of fields, which descriptions mark with backticks, by those of props. */
function withPropNames(text: string): string {
  return text.replace(/`([a-z_]+)`/g, (quoted, name: string) =>
    FIELD_NAMES.has(name) ? `\`${camelCase(name)}\`` : quoted,
  );
}

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
