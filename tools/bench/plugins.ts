import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { providerHandlers } from "../../src/plugin";
import { accessProvider } from "../../src/provider/provider";
import { schemaText } from "./floor/floor-plugin";
import { withReporter } from "./usage-report";

/** Changes the schema message. */
export type SchemaChange = (schema: object) => object;

/** Bundles our plugin as it ships, and makes a copy of it that reports what it uses. */
export async function bundleOurs(folder: string): Promise<{ file: string; plain: string; bytes: number }> {
  const { bundlePlugin } = await import("../bundle-plugin.mjs");
  const plain = join(folder, "plugin");
  const { bytes } = await bundlePlugin({ outfile: plain });
  return { file: reporting(plain, plain), plain, bytes };
}

/** Bundles a plugin that serves our schema, or a variant of it, and does nothing else. */
export async function bundleFloor(folder: string, name: string, change: SchemaChange = (schema) => schema) {
  const handlers = providerHandlers(accessProvider("0.0.0", {}));
  const schema = await handlers.getProviderSchema({} as never, {} as never);
  const entry = join(folder, `${name}.ts`);
  const program = JSON.stringify(join(__dirname, "floor", "floor-plugin"));
  const text = JSON.stringify(schemaText(change(schema)));
  writeFileSync(entry, `import { serveFloor } from ${program};\nserveFloor(${text}, "0");\n`);
  const { bundlePlugin } = await import("../bundle-plugin.mjs");
  const outfile = join(folder, name);
  await bundlePlugin({ entry, outfile });
  return reporting(outfile, outfile);
}

/** Makes a copy of a plugin that reports what it uses. */
export function reporting(plugin: string, copy: string): string {
  const file = `${copy}-reporting`;
  writeFileSync(file, withReporter(readFileSync(plugin, "utf8")), { mode: 0o755 });
  return file;
}
