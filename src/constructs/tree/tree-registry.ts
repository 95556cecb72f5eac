import type { IConstruct } from "constructs";

/**
 * What is known of a construct, for all copies of this package in the process: two copies work on one tree where the
 * projects of a workspace have each their own. It is kept at the construct itself, so a record's shape is part of its
 * name: another shape needs another name.
 */
export function sharedRecord<Value extends object>(
  construct: IConstruct,
  name: string,
  make: () => Value,
): Value {
  const key = Symbol.for(`cdktf-cloudflare-access.${name}`);
  const holder = construct as IConstruct & { [key]?: Value };
  const known = holder[key];
  if (known !== undefined) return known;
  const made = make();
  Object.defineProperty(construct, key, { value: made });
  return made;
}

/** Reports whether this is the first time, in all copies of this package, that something is done for a construct. */
export function isFirstTime(construct: IConstruct, name: string): boolean {
  const record = sharedRecord(construct, name, () => ({ done: false }));
  if (record.done) return false;
  record.done = true;
  return true;
}
