/** Reads an identity document. */
import { ipRange, isPlainObject } from "../model";
import { quoted } from "../text";
import { type Identity, RISK_LEVELS, TOKEN_STATUSES } from "./identity";
import { AccessUsageError, didYouMean } from "./usage-error";

/** What a field may hold. `null` is allowed where the request can be without it. */
interface Field {
  readonly kind: "text" | "flag" | "texts" | "object" | "objects" | "flags";
  readonly nullable?: boolean;
  readonly required?: boolean;
  readonly fields?: Fields;
  readonly words?: readonly string[];
  /** Says what is wrong with a text. */
  readonly check?: (text: string) => string | undefined;
}

type Fields = Readonly<Record<string, Field>>;

const text: Field = { kind: "text" };
const requiredText: Field = { kind: "text", required: true };
const texts: Field = { kind: "texts", nullable: true };
const namedValues: Field = {
  kind: "objects",
  nullable: true,
  fields: { name: requiredText, value: requiredText },
};

const email = (value: string) =>
  /^[^@\s]+@[^@\s]+$/.test(value) ? undefined : "expected an email address, such as ann@example.com";
const address = (value: string) =>
  ipRange(value) !== undefined && !value.includes("/")
    ? undefined
    : "expected one IPv4 or IPv6 address, such as 198.51.100.10";
const country = (value: string) =>
  /^[A-Za-z][A-Za-z0-9]$/.test(value) ? undefined : "expected a two-letter country code, such as PT";

const USER: Fields = {
  email: { ...text, check: email },
  identity_provider_id: text,
  groups: {
    kind: "objects",
    nullable: true,
    fields: { identity_provider_id: requiredText, name: requiredText, team: text },
  },
  auth_methods: texts,
  risk: { ...text, nullable: true, words: RISK_LEVELS },
  saml: namedValues,
  oidc: namedValues,
  device_identity: { kind: "flag", nullable: true },
};

const IDENTITY: Fields = {
  user: { kind: "object", nullable: true, fields: USER },
  service_token: {
    kind: "object",
    nullable: true,
    fields: { id: requiredText, status: { ...text, words: TOKEN_STATUSES } },
  },
  linked_app_token: { kind: "object", nullable: true, fields: { app_uid: requiredText } },
  certificate: { kind: "object", nullable: true, fields: { common_name: { ...text, nullable: true } } },
  ip: { ...text, nullable: true, check: address },
  country: { ...text, nullable: true, check: country },
  device_posture: texts,
  ip_lists: texts,
  url: { ...text, nullable: true },
  method: { ...text, nullable: true },
  ssh_username: { ...text, nullable: true },
  in_session: { kind: "flag" },
  assume: { kind: "flags" },
};

/**
 * Returns the identity that a parsed JSON document describes.
 *
 * @throws {@link AccessUsageError} for a field that does not exist or has a value it can not have
 */
export function identityFromJson(json: unknown): Identity {
  const problems = problemsOf({ kind: "object", fields: IDENTITY }, json, "");
  if (problems.length > 0) throw new AccessUsageError("Invalid identity", problems);
  return json as Identity;
}

const EXPECTED: Readonly<Record<Field["kind"], string>> = {
  text: "a text",
  flag: "true or false",
  texts: "a list of texts",
  object: "an object",
  objects: "a list of objects",
  flags: "an object of true and false",
};

function problemsOf(field: Field, value: unknown, path: string): string[] {
  const expected = (what: string) => [
    `${path === "" ? "the document" : path}: got ${quoted(value)}, expected ${what}.`,
  ];
  if (value === null && field.nullable) return [];
  const kind = field.nullable ? `${EXPECTED[field.kind]} or null` : EXPECTED[field.kind];
  switch (field.kind) {
    case "text": {
      if (typeof value !== "string" || value === "") return expected(kind);
      const { words, check } = field;
      if (words && !words.includes(value))
        return [`${path}: got ${quoted(value)}, expected ${words.join(", ")}.${didYouMean(value, words)}`];
      const wrong = check?.(value);
      return wrong === undefined ? [] : [`${path}: got ${quoted(value)}, ${wrong}.`];
    }
    case "flag":
      return typeof value === "boolean" ? [] : expected(kind);
    case "texts":
      return Array.isArray(value) && value.every((item) => typeof item === "string") ? [] : expected(kind);
    case "flags":
      return isPlainObject(value) && Object.values(value).every((item) => typeof item === "boolean")
        ? []
        : expected(kind);
    case "objects":
      if (!Array.isArray(value)) return expected(kind);
      return value.flatMap((item, index) =>
        problemsOf({ ...field, kind: "object", nullable: false }, item, `${path}[${index}]`),
      );
    default:
      return isPlainObject(value) ? problemsOfObject(field.fields!, value, path) : expected(kind);
  }
}

function problemsOfObject(fields: Fields, object: Readonly<Record<string, unknown>>, path: string): string[] {
  const names = Object.keys(fields);
  const within = (name: string) => (path === "" ? name : `${path}.${name}`);
  const unknown = Object.keys(object)
    .filter((name) => !Object.hasOwn(fields, name))
    .map((name) => {
      const hint = didYouMean(name, names) || ` Fields here: ${names.join(", ")}.`;
      return `there is no field ${quoted(within(name))}.${hint}`;
    });
  const missing = names
    .filter((name) => fields[name]!.required && object[name] === undefined)
    .map((name) => `${within(name)} is missing.`);
  const wrong = names
    .filter((name) => object[name] !== undefined)
    .flatMap((name) => problemsOf(fields[name]!, object[name], within(name)));
  return [...unknown, ...missing, ...wrong];
}
