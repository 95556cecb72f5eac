import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** The address of the provider. Its host does not exist, so that no registry can serve another provider under it. */
export const PROVIDER_ADDRESS = {
  hostname: "cdktf.internal",
  namespace: "embedded",
  type: "cfaccess",
} as const;

/** The address as `required_providers` and the lock file write it: `cdktf.internal/embedded/cfaccess`. */
export const PROVIDER_SOURCE =
  `${PROVIDER_ADDRESS.hostname}/${PROVIDER_ADDRESS.namespace}/${PROVIDER_ADDRESS.type}` as const;

/** The npm package that carries the plugin. */
const PACKAGE_NAME = "cdktf-cloudflare-access";

/** The folder of the installed package (or of the checkout), seen from `src/delivery` and `dist/delivery` alike. */
export function packageRoot(start: string = __dirname): string {
  for (let folder = start; ; folder = dirname(folder)) {
    const manifest = join(folder, "package.json");
    if (existsSync(manifest) && JSON.parse(readFileSync(manifest, "utf8")).name === PACKAGE_NAME)
      return folder;
    if (dirname(folder) === folder) break;
  }
  try {
    // An app bundled into one file no longer sits inside the package; the package is still installed beside it.
    return dirname(require.resolve(`${PACKAGE_NAME}/package.json`));
  } catch {
    throw new Error(
      `The folder of the npm package ${PACKAGE_NAME} was not found, looking upwards from ${start}. ` +
        `If the app is bundled, keep ${PACKAGE_NAME} external and install it beside the bundle.`,
    );
  }
}

/** The provider's version: the package's own. */
export const PROVIDER_VERSION: string = JSON.parse(
  readFileSync(join(packageRoot(), "package.json"), "utf8"),
).version;

/** The plugin, one executable script, as the package carries it. */
export function pluginFile(): string {
  return join(packageRoot(), "dist", "plugin", `terraform-provider-${PROVIDER_ADDRESS.type}`);
}
