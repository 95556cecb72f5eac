const PACKAGE = "cdktf-cloudflare-access";

/** The other framework, of the two that the package has an entry for. */
const OTHER: Readonly<Record<string, string>> = { cdktf: "cdktn", cdktn: "cdktf" };

/** What a project of the framework imports. */
export function entryFor(framework: string): string {
  return framework === "cdktf" ? PACKAGE : `${PACKAGE}/${framework}`;
}

// Loaded before any other module: a project without the framework gets one sentence instead of a stack of `require`.
try {
  require("cdktf");
} catch (error) {
  throw missingFramework(error);
}

function missingFramework(error: unknown): unknown {
  const { code, message } = error as NodeJS.ErrnoException;
  const missing = /'(cdkt[fn])'/.exec(message)?.[1];
  if (code !== "MODULE_NOT_FOUND" || missing === undefined) return error;
  const other = OTHER[missing]!;
  return new Error(
    isInstalled(other)
      ? `"${entryFor(missing)}" needs ${missing}, and this project has ${other}: import from "${entryFor(other)}".`
      : `"${entryFor(missing)}" needs ${missing}: npm install ${missing} constructs. ` +
          `With ${other} instead, import from "${entryFor(other)}".`,
  );
}

function isInstalled(framework: string): boolean {
  try {
    require.resolve(framework);
    return true;
  } catch {
    return false;
  }
}
