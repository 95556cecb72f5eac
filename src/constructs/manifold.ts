/** Whether a resource is made several times, by `count` or `forEach`. */
export function isManifold(resource: object): boolean {
  const { count, forEach } = resource as { readonly count?: unknown; readonly forEach?: unknown };
  return count !== undefined || forEach !== undefined;
}
