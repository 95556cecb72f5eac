import { join } from "node:path";
import type { DescField, DescFile, DescMessage, DescMethod } from "@bufbuild/protobuf";
import { ScalarType } from "@bufbuild/protobuf";

const FILES = ["provider", "go-plugin", "health"];

/**
 * The messages, enums and services of the plugin's .proto files as one small table, from what `npm run generate:protocol`
 * has made of them. Loading it costs a fraction of what protobuf's own descriptors take at every start.
 */
export function protocolTablesSource(root: string): string {
  const files = FILES.map((name): DescFile => {
    const module = require(join(root, "src/plugin/protocol/gen", `${name}_pb.ts`));
    return module[`file_${name.replace("-", "_")}`];
  });
  const messages = files.flatMap((file) => [...nested(file.messages)]);
  const enums = [
    ...files.flatMap((file) => file.enums),
    ...messages.flatMap((message) => message.nestedEnums),
  ];
  return [
    "// Generated from the .proto files by `npm run generate`. Do not edit.",
    "",
    "/** How a field's content is encoded: the varints `bool`, `int` and `long`, and content that its length precedes. */",
    'export type FieldKind = "bool" | "int" | "long" | "string" | "bytes" | "message";',
    "",
    "/** `field` is left out when it has its default value, `optional` when it is not set. */",
    'export type FieldLabel = "field" | "optional" | "repeated" | "map" | "oneof";',
    "",
    "/** Number, name, kind, label, and the message type or the oneof of a field. */",
    "export type FieldRow = readonly [",
    "  number: number,",
    "  name: string,",
    "  kind: FieldKind,",
    "  label: FieldLabel,",
    "  message?: string,",
    "  oneof?: string,",
    "];",
    "",
    "/** A call's request and response, by the messages' names, and whether it is a stream. */",
    "export type Method = readonly [name: string, input: string, output: string, stream: boolean];",
    "",
    "export const MESSAGES: Readonly<Record<string, readonly FieldRow[]>> = {",
    ...messages.map((message) => `  ${JSON.stringify(message.typeName)}: ${rows(message)},`),
    "};",
    "",
    "export const ENUMS = {",
    ...enums.map(({ typeName, values }) => {
      const name = typeName.replace(/^[a-z0-9.]+\./, "").replaceAll(".", "_");
      return `  ${name}: { ${values.map((value) => `${value.localName}: ${value.number}`).join(", ")} },`;
    }),
    "} as const;",
    "",
    "/** By the service's full name. */",
    "export const SERVICES: Readonly<Record<string, readonly Method[]>> = {",
    ...files.flatMap((file) =>
      file.services.map(
        ({ typeName, methods }) =>
          `  ${JSON.stringify(typeName)}: [\n${methods.map((method) => `    ${row(method)},\n`).join("")}  ],`,
      ),
    ),
    "};",
    "",
  ].join("\n");
}

function* nested(messages: readonly DescMessage[]): Generator<DescMessage> {
  for (const message of messages) {
    yield message;
    yield* nested(message.nestedMessages);
  }
}

function row({ name, input, output, methodKind }: DescMethod): string {
  return JSON.stringify([name, input.typeName, output.typeName, methodKind !== "unary"]);
}

function rows({ fields }: DescMessage): string {
  if (fields.length === 0) return "[]";
  return `[\n${fields.map((field) => `    ${JSON.stringify(fieldRow(field))},\n`).join("")}  ]`;
}

/** As `FieldRow` has it. */
function fieldRow(field: DescField): readonly unknown[] {
  const { number, localName, oneof } = field;
  const label = oneof
    ? "oneof"
    : field.fieldKind === "list"
      ? "repeated"
      : field.fieldKind === "map"
        ? "map"
        : field.proto.proto3Optional
          ? "optional"
          : "field";
  const kind = kindOf(field);
  if (label === "map" && field.fieldKind === "map" && field.mapKey !== ScalarType.STRING) unsupported(field);
  if (label === "repeated" && !["string", "bytes", "message"].includes(kind)) unsupported(field);
  const message = kind === "message" ? field.message!.typeName : undefined;
  const row = [number, localName, kind, label, message, oneof?.localName];
  while (row.at(-1) === undefined) row.pop();
  return row.map((cell) => cell ?? "");
}

function kindOf(field: DescField): string {
  if (field.message) return "message";
  if (field.enum) return "int";
  switch (field.scalar) {
    case ScalarType.BOOL:
      return "bool";
    case ScalarType.INT32:
    case ScalarType.UINT32:
      return "int";
    case ScalarType.INT64:
      return "long";
    case ScalarType.STRING:
      return "string";
    case ScalarType.BYTES:
      return "bytes";
  }
  return unsupported(field);
}

function unsupported({ parent, name }: DescField): never {
  throw new Error(
    `${parent.typeName}.${name}: the codec in src/plugin/protocol/wire does not know such a field.`,
  );
}
