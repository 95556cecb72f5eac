/** A reference to the id of an object, as a `cdk.tf.json` writes it: `${cfaccess_policy.staff.id}`. */
export interface ResourceReference {
  /** The whole expression. */
  readonly expression: string;
  /** `cfaccess_policy.staff`, or `data.cfaccess_group.staff`. */
  readonly address: string;
}

/** Returns the references in a text to the ids of resources and data sources. `$${` is a text, not a reference. */
export function resourceReferences(text: string): readonly ResourceReference[] {
  return [...text.matchAll(/\$?\$\{([^{}]*)\}/g)].flatMap(([expression, path]) => {
    if (expression.startsWith("$$")) return [];
    const parts = path!.split(".");
    const isId = parts.pop() === "id" && parts.length === (parts[0] === "data" ? 3 : 2);
    return isId && parts.every(isName) ? [{ expression, address: parts.join(".") }] : [];
  });
}

function isName(part: string): boolean {
  return /^[\w-]+$/.test(part);
}
