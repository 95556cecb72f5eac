/**
 * Where in a value something stands: a string names an attribute, a number a list element, `{ key }` a map element.
 * Terraform can point no deeper than a set.
 */
export type PathStep = string | number | { readonly key: string };
export type AttributePath = readonly PathStep[];
