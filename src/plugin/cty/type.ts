/** The types of Terraform's value system, as far as schemas can name them. */
export type CtyType =
  | { readonly kind: "string" | "number" | "bool" | "dynamic" }
  | { readonly kind: "list" | "set" | "map"; readonly element: CtyType }
  | { readonly kind: "object"; readonly attributes: Readonly<Record<string, CtyType>> }
  | { readonly kind: "tuple"; readonly elements: readonly CtyType[] };

export const string: CtyType = { kind: "string" };
export const number: CtyType = { kind: "number" };
export const bool: CtyType = { kind: "bool" };
export const dynamic: CtyType = { kind: "dynamic" };
export const list = (element: CtyType): CtyType => ({ kind: "list", element });
export const set = (element: CtyType): CtyType => ({ kind: "set", element });
export const map = (element: CtyType): CtyType => ({ kind: "map", element });
export const object = (attributes: Readonly<Record<string, CtyType>>): CtyType => ({
  kind: "object",
  attributes,
});
export const tuple = (elements: readonly CtyType[]): CtyType => ({ kind: "tuple", elements });
