/** Validates an object against a table of fields: these rules are applied nowhere else. */
import { DEFERRED } from "./deferred";
import { type Fault, FORMATS, type Format, type FormatName } from "./formats";
import { type Issue, issue } from "./issue";
import { LongNumber } from "./json";
import { bareName, closestMatch } from "./names";
import { named, type Phrase, phrase } from "./phrase";
import type { PolicyFieldType } from "./policy-fields";
import * as z from "./zod";

/** A field in the tables of selectors and of policies. */
export interface FieldDefinition {
  readonly type: PolicyFieldType;
  readonly required: boolean;
  readonly format?: FormatName;
  readonly atLeastOne?: boolean;
}
export type FieldDefinitions = Readonly<Record<string, FieldDefinition>>;

type Schema = z.core.$ZodType;

const built = new WeakMap<FieldDefinitions, Schema>();

/**
 * Returns the schema of an object with exactly these fields, built at its first use. Everything may be DEFERRED;
 * what is not required may be null. Rules are let through, each is judged by the schema of its selector.
 */
function structureOf(fields: FieldDefinitions): Schema {
  let schema = built.get(fields);
  if (!schema) {
    const members = Object.entries(fields).map(([name, field]) => [name, fieldStructure(field)]);
    schema = z.strictObject(Object.fromEntries(members));
    built.set(fields, schema);
  }
  return schema;
}

function fieldStructure(field: FieldDefinition): Schema {
  const schema = orDeferred(valueStructure(field));
  return field.required ? schema : z.optional(z.nullable(schema));
}

function valueStructure({ type, format, atLeastOne }: FieldDefinition): Schema {
  switch (type) {
    case "string":
      return formatted(z.string(), format);
    case "integer":
      return formatted(z.number(), format);
    case "bool":
      return z.boolean();
    case "strings": {
      const list = z.array(orDeferred(formatted(z.string(), format)));
      return atLeastOne ? list.check(z.minLength(1)) : list;
    }
    case "rules":
      return z.array(z.unknown());
    default:
      return "object" in type ? structureOf(type.object) : z.array(orDeferred(structureOf(type.objects)));
  }
}

/** Adds the check of a format to a schema; what it finds is carried as the parameters of a custom issue. */
function formatted<T extends z.ZodMiniString | z.ZodMiniNumber>(
  schema: T,
  format: FormatName | undefined,
): Schema {
  if (!format) return schema;
  const judge = FORMATS[format].judge as (value: unknown) => Fault | undefined;
  return schema.check((payload: z.core.ParsePayload) => {
    const fault = judge(payload.value);
    if (!fault) return;
    const params = { fault, format };
    payload.issues.push({ code: "custom", input: payload.value, params });
  });
}

const deferred = z.custom<unknown>((value) => value === DEFERRED);

/** Accepts DEFERRED too. The known value comes first, since the first schema that fits ends the search. */
function orDeferred(schema: Schema): Schema {
  return z.union([schema, deferred]);
}

/** One thing that a schema found, with unions opened: an error in a value that is not DEFERRED. */
type Finding =
  | { readonly kind: "fault"; readonly path: Path; readonly fault: Fault; readonly format: FormatName }
  | { readonly kind: "type"; readonly path: Path; readonly expected: string }
  | { readonly kind: "empty"; readonly path: Path }
  | { readonly kind: "unknown"; readonly path: Path; readonly name: string };
type Path = readonly (string | number)[];

/** Finds what is wrong with a value. */
function findings(fields: FieldDefinitions, value: unknown): Finding[] {
  const result = z.safeParse(structureOf(fields), value);
  return result.success ? [] : result.error.issues.flatMap((found) => opened(found, []));
}

function opened(found: z.core.$ZodIssue, outer: Path): Finding[] {
  const path = [...outer, ...(found.path as Path)];
  switch (found.code) {
    case "invalid_union":
      return found.errors[0]!.flatMap((inner) => opened(inner, path));
    case "invalid_type":
      return [{ kind: "type", path, expected: found.expected }];
    case "too_small":
      return [{ kind: "empty", path }];
    case "unrecognized_keys":
      return found.keys.map((name) => ({ kind: "unknown", path, name }));
    default: {
      const { fault, format } = (found as z.core.$ZodIssueCustom).params as {
        fault: Fault;
        format: FormatName;
      };
      return [{ kind: "fault", path, fault, format }];
    }
  }
}

interface FieldsToValidate {
  readonly fields: FieldDefinitions;
  readonly value: unknown;
  /** The name of the object in a message. */
  readonly name: string;
  /** Accepts fields that the table does not have. */
  readonly open: boolean;
}

/** Finds the errors in an object of these fields. */
export function validateFields(object: FieldsToValidate): Issue[] {
  return findings(object.fields, object.value).flatMap((finding) => findingIssue(object, finding) ?? []);
}

function findingIssue(object: FieldsToValidate, finding: Finding): Issue | undefined {
  const { path } = finding;
  const given = valueAt(object.value, path);
  const name = String(path.filter((step) => typeof step === "string").at(-1) ?? object.name);
  switch (finding.kind) {
    case "fault": {
      const { allowed } = FORMATS[finding.format];
      return issue(finding.fault.code, path, { name, got: given, allowed, ...finding.fault });
    }
    case "type":
      return typeIssue(finding, name, given, fieldsAt(object.fields, path));
    case "empty":
      return issue("empty-list", path, { name, got: given });
    case "unknown":
      return unknownField(fieldsAt(object.fields, path), finding, object.open);
  }
}

function typeIssue(
  { path, expected }: Finding & { kind: "type" },
  name: string,
  given: unknown,
  fields: FieldDefinitions,
): Issue {
  if (given === undefined || given === null) return issue("missing", path, { name });
  const field = fields[name];
  const long = given instanceof LongNumber && field && longNumberIssue(given, path, name, field);
  if (long) return long;
  const allowed = expected === "object" ? objectWith(fields) : (TYPE_WORDS[expected] ?? expected);
  return issue("type", path, { name, got: given, allowed });
}

function longNumberIssue(
  given: LongNumber,
  path: Path,
  name: string,
  { format }: FieldDefinition,
): Issue | undefined {
  if (format === undefined) return undefined;
  const { allowed, judge } = FORMATS[format] as Format<never>;
  const fault = judge(given.standIn as never);
  return fault && issue(fault.code, path, { name, got: given, allowed, ...fault });
}

function objectWith(fields: FieldDefinitions): string | Phrase {
  const names = Object.keys(fields);
  return names.length === 0 ? "an empty object, {}" : phrase`an object with ${named(...names)}`;
}

const TYPE_WORDS: Readonly<Record<string, string>> = {
  string: "a text",
  number: "a whole number",
  boolean: "true or false",
  array: "a list",
};

function unknownField(
  fields: FieldDefinitions,
  { path, name }: Finding & { kind: "unknown" },
  open: boolean,
): Issue | undefined {
  const known = Object.keys(fields);
  const sameName = known.find((field) => bareName(field) === bareName(name));
  const meant = sameName ?? (open ? undefined : closestMatch(name, known));
  if (open && meant === undefined) return undefined;
  const allowed = known.length === 0 ? "no fields at all: {}" : named(...known);
  return issue("unknown-field", [...path, name], { name, allowed, ...(meant ? { meant } : {}) });
}

/** Returns the fields of the object that a path leads to. */
function fieldsAt(fields: FieldDefinitions, path: Path): FieldDefinitions {
  let here = fields;
  for (const step of path) {
    const type = here[step]?.type;
    if (typeof type === "object") here = "object" in type ? type.object : type.objects;
  }
  return here;
}

function valueAt(value: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (here, step) => (here as Record<string | number, unknown> | undefined)?.[step],
    value,
  );
}
