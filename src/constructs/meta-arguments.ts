/** Props of any Terraform resource, and of any data source. */
export const META_ARGUMENTS: readonly string[] = [
  "dependsOn",
  "count",
  "provider",
  "lifecycle",
  "forEach",
  "provisioners",
  "connection",
];
