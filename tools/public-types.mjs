// The types that the package ships: those that its entries need. The compiler writes a declaration file for each module,
// with everything that other modules use; what only they use is left out.
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import ts from "typescript";

/**
 * Removes the declaration files that no entry needs, and from the index files of folders the names that no entry needs.
 * @param {string} dist the folder that the compiler wrote to
 * @param {readonly string[]} entries declaration files that users import, by their paths in there
 * @returns {string} how much is left
 */
export function keepPublicTypes(dist, entries) {
  const sources = new Map();
  const needed = new Map();
  const need = (file, name) => {
    const names = needed.get(file) ?? new Set();
    if (names.has(name)) return;
    needed.set(file, names.add(name));
    sources.set(file, sources.get(file) ?? sourceOf(file));
    for (const found of usedBy(sources.get(file), name)) need(targetOf(file, found.specifier), found.name);
  };
  for (const entry of entries) need(join(dist, entry), ALL);

  const all = readdirSync(dist, { recursive: true })
    .filter((file) => file.endsWith(".d.ts"))
    .map((file) => join(dist, file));
  for (const file of all) {
    const names = needed.get(file);
    if (names === undefined) rmSync(file);
    else if (isIndex(sources.get(file)) && !names.has(ALL))
      writeFileSync(file, indexOf(sources.get(file), names));
  }
  return `${needed.size} of ${all.length} files`;
}

/** Every name of a file. */
const ALL = "*";

function sourceOf(file) {
  return ts.createSourceFile(file, readFileSync(file, "utf8"), ts.ScriptTarget.Latest, true);
}

function targetOf(file, specifier) {
  const base = join(dirname(file), specifier);
  const target = [`${base}.d.ts`, join(base, "index.d.ts")].find((path) => existsSync(path));
  if (target === undefined) throw new Error(`${file} needs ${specifier}, which has no types.`);
  return target;
}

/** What a file takes from other files of the package for one of its names: an index for this one, others for all. */
function usedBy(source, name) {
  if (isIndex(source))
    return reExports(source)
      .filter(({ exported }) => name === ALL || exported === name)
      .map(({ specifier, original }) => ({ specifier, name: original }));
  const found = [];
  const visit = (node) => {
    const specifier = (node.moduleSpecifier ?? node.argument?.literal)?.text;
    if (specifier?.startsWith(".")) found.push(...namesOf(node).map((used) => ({ specifier, name: used })));
    node.forEachChild(visit);
  };
  visit(source);
  return found;
}

/** The names that an import, an export or `import("…").Name` takes. */
function namesOf(node) {
  if (ts.isImportTypeNode(node)) return [node.qualifier?.getText().split(".")[0] ?? ALL];
  const named = node.importClause?.namedBindings ?? node.exportClause;
  return named?.elements?.map((element) => (element.propertyName ?? element.name).text) ?? [ALL];
}

/** Whether a file only hands on what other files have. */
function isIndex(source) {
  return source.statements.every(
    (statement) =>
      (ts.isExportDeclaration(statement) && statement.exportClause?.elements !== undefined) ||
      (ts.isImportDeclaration(statement) && statement.importClause === undefined),
  );
}

function reExports(source) {
  return source.statements.filter(ts.isExportDeclaration).flatMap(({ exportClause, moduleSpecifier }) =>
    moduleSpecifier === undefined
      ? []
      : exportClause.elements.map(({ name, propertyName }) => ({
          specifier: moduleSpecifier.text,
          exported: name.text,
          original: (propertyName ?? name).text,
        })),
  );
}

function indexOf(source, names) {
  const kept = reExports(source).filter(({ exported }) => names.has(exported));
  return kept
    .map(({ specifier, exported, original }) => {
      const name = exported === original ? exported : `${original} as ${exported}`;
      return `export { ${name} } from "${specifier}";\n`;
    })
    .join("");
}
