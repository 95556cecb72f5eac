import { DEFERRED } from "./deferred";
import { type Fault, FORMATS, type Format, type FormatName } from "./formats";
import { type Issue, issue } from "./issue";
import { LongNumber } from "./json";
import { nearest, plainSpelling } from "./names";
import { named, type Phrase, phrase } from "./phrase";
import type { PolicyFieldType } from "./policy-fields";
import * as z from "./zod";

/** What the tables of selectors and of policy fields have in common. */
export interface StructuredField {
  readonly type: PolicyFieldType;
  readonly required: boolean;
  readonly format?: FormatName;
  readonly atLeastOne?: boolean;
}
export type StructuredFields = Readonly<Record<string, StructuredField>>;

type Schema = z.core.$ZodType;

const built = new WeakMap<StructuredFields, Schema>();

/**
 * The schema of an object with exactly these fields, built when it is first asked for. Everything may be DEFERRED;
 * what is not required may be null. Rules are let through, each is judged by the schema of its selector.
 */
function structureOf(fields: StructuredFields): Schema {
  let schema = built.get(fields);
  if (!schema) {
    const members = Object.entries(fields).map(([name, field]) => [name, fieldStructure(field)]);
    schema = z.strictObject(Object.fromEntries(members));
    built.set(fields, schema);
  }
  return schema;
}

function fieldStructure(field: StructuredField): Schema {
  const schema = orDeferred(valueStructure(field));
  return field.required ? schema : z.optional(z.nullable(schema));
}

function valueStructure({ type, format, atLeastOne }: StructuredField): Schema {
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

/** The schema with the check of a format; what it finds is carried as the parameters of a custom issue. */
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

/** What is known comes first: nearly everything is, and the first that fits ends the search. */
function orDeferred(schema: Schema): Schema {
  return z.union([schema, deferred]);
}

/** One thing a schema found, with unions opened: what is wrong with a value that is not DEFERRED. */
type Finding =
  | { readonly kind: "fault"; readonly path: Path; readonly fault: Fault; readonly format: FormatName }
  | { readonly kind: "type"; readonly path: Path; readonly expected: string }
  | { readonly kind: "empty"; readonly path: Path }
  | { readonly kind: "unknown"; readonly path: Path; readonly name: string };
type Path = readonly (string | number)[];

/** What is wrong with the shape of a value. */
function findings(fields: StructuredFields, value: unknown): Finding[] {
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
  readonly fields: StructuredFields;
  readonly value: unknown;
  /** What the whole is called. */
  readonly name: string;
  /** Accepts fields that the table does not have. */
  readonly open: boolean;
}

/** Finds the errors in an object of these fields. */
export function validateFields(judged: FieldsToValidate): Issue[] {
  return findings(judged.fields, judged.value).flatMap((finding) => findingIssue(judged, finding) ?? []);
}

function findingIssue(judged: FieldsToValidate, finding: Finding): Issue | undefined {
  const { path } = finding;
  const given = valueAt(judged.value, path);
  const name = String(path.filter((step) => typeof step === "string").at(-1) ?? judged.name);
  switch (finding.kind) {
    case "fault": {
      const { allowed } = FORMATS[finding.format];
      return issue("error", finding.fault.code, path, { name, got: given, allowed, ...finding.fault });
    }
    case "type":
      return typeIssue(finding, name, given, fieldsAt(judged.fields, path));
    case "empty":
      return issue("error", "empty-list", path, { name, got: given });
    case "unknown":
      return unknownField(fieldsAt(judged.fields, path), finding, judged.open);
  }
}

function typeIssue(
  { path, expected }: Finding & { kind: "type" },
  name: string,
  given: unknown,
  fields: StructuredFields,
): Issue {
  if (given === undefined || given === null) return issue("error", "missing", path, { name });
  const field = fields[name];
  const long = given instanceof LongNumber && field && longNumberIssue(given, path, name, field);
  if (long) return long;
  const allowed = expected === "object" ? objectWith(fields) : (TYPE_WORDS[expected] ?? expected);
  return issue("error", "type", path, { name, got: given, allowed });
}

function longNumberIssue(
  given: LongNumber,
  path: Path,
  name: string,
  { format }: StructuredField,
): Issue | undefined {
  if (format === undefined) return undefined;
  const { allowed, judge } = FORMATS[format] as Format<never>;
  const fault = judge(given.standIn as never);
  return fault && issue("error", fault.code, path, { name, got: given, allowed, ...fault });
}

function objectWith(fields: StructuredFields): string | Phrase {
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
  fields: StructuredFields,
  { path, name }: Finding & { kind: "unknown" },
  open: boolean,
): Issue | undefined {
  const known = Object.keys(fields);
  const respelt = known.find((field) => plainSpelling(field) === plainSpelling(name));
  const meant = respelt ?? (open ? undefined : nearest(name, known));
  if (open && meant === undefined) return undefined;
  const allowed = known.length === 0 ? "no fields at all: {}" : named(...known);
  return issue("error", "unknown-field", [...path, name], { name, allowed, ...(meant ? { meant } : {}) });
}

/** The fields of the object a path leads to. */
function fieldsAt(fields: StructuredFields, path: Path): StructuredFields {
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
