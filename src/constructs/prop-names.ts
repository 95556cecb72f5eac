import { camelCase } from "../model";

/** A field of one of the model's tables, with its name there. */
export interface NamedField<Field> {
  readonly name: string;
  readonly field: Field;
}

const TABLES = new WeakMap<object, ReadonlyMap<string, NamedField<never>>>();

/** The fields of one of the model's tables by the names they have in props. Put together once for each table. */
export function fieldsByProp<Field>(
  fields: Readonly<Record<string, Field>>,
): ReadonlyMap<string, NamedField<Field>> {
  let table = TABLES.get(fields) as ReadonlyMap<string, NamedField<Field>> | undefined;
  if (!table) {
    table = new Map(Object.entries(fields).map(([name, field]) => [camelCase(name), { name, field }]));
    TABLES.set(fields, table as ReadonlyMap<string, NamedField<never>>);
  }
  return table;
}
