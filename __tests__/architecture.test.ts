import { existsSync, readdirSync, readFileSync } from "node:fs";
import { builtinModules } from "node:module";
import { dirname, join, relative } from "node:path";
import ts from "typescript";

/** What the files of one folder (its sub-folders included) may reach for. */
interface Layer {
  /** Folders whose public interface may be imported. */
  readonly imports: readonly string[];
  /** npm packages, each with one owner, and node modules that do input or output. `*` at the end: whatever follows. */
  readonly packages: readonly string[];
  /** What a sub-folder may import besides. */
  readonly except?: Readonly<Record<string, readonly string[]>>;
}

const EVERYTHING = [
  "src/text",
  "src/model",
  "src/access",
  "src/review",
  "src/client",
  "src/delivery",
  "src/constructs",
  "src/emulator",
];

/** The table of docs/architecture.md. A file belongs to the longest folder that holds it. */
const LAYERS: Readonly<Record<string, Layer>> = {
  "src/text": { imports: [], packages: [] },
  "src/model": { imports: ["src/text"], packages: ["zod", "ipaddr.js"] },
  "src/access": { imports: ["src/text", "src/model"], packages: [] },
  "src/review": { imports: ["src/text", "src/model", "src/access"], packages: ["node:crypto"] },
  "src/client": {
    imports: ["src/text", "src/model"],
    packages: [
      "https-proxy-agent",
      "lossless-json",
      "node:http",
      "node:https",
      "node:tls",
      "node:net",
      "node:zlib",
      "node:fs",
    ],
  },
  "src/plugin/cty": { imports: [], packages: [] },
  "src/plugin/protocol": {
    imports: ["src/plugin/cty"],
    packages: [
      "@bufbuild/protobuf",
      "node:http2",
      "node:tls",
      "node:net",
      "node:crypto",
      "node:fs",
      "node:os",
    ],
  },
  "src/plugin/framework": {
    imports: ["src/plugin/cty"],
    packages: [],
    except: { "src/plugin/framework/server": ["src/plugin/protocol", "src/text"] },
  },
  // The public interface of the three.
  "src/plugin": { imports: ["src/plugin/cty", "src/plugin/protocol", "src/plugin/framework"], packages: [] },
  "src/provider/resources": {
    imports: ["src/plugin", "src/client", "src/model", "src/text"],
    packages: [],
  },
  "src/provider/data-sources": {
    imports: ["src/plugin", "src/provider/resources", "src/client", "src/model", "src/text"],
    packages: [],
  },
  // The list of resources and the entry point.
  "src/provider": {
    imports: ["src/plugin", "src/provider/resources", "src/provider/data-sources", "src/client", "src/model"],
    packages: [],
  },
  "src/delivery": {
    imports: [],
    packages: ["node:fs", "node:crypto", "node:os"],
  },
  "src/constructs": {
    imports: ["src/model", "src/delivery"],
    packages: ["cdktf", "constructs", "node:crypto"],
  },
  "src/emulator": {
    imports: [],
    packages: ["node:http", "node:net", "node:fs", "node:crypto", "node:worker_threads"],
  },
  "src/cli": { imports: EVERYTHING, packages: ["node:*"] },
  // Only the public API is in src itself.
  src: { imports: ["src/model", "src/constructs", "src/delivery"], packages: [] },
};

/** Modules of node that only compute: open to all. */
const PURE = ["buffer", "events", "path", "stream", "timers", "timers/promises", "url", "util"].map(
  (name) => `node:${name}`,
);

/** Files longer than this hold more than one topic; generated code aside. */
const MOST_LINES = 400;

/** A project as a map from path to text. */
type Sources = ReadonlyMap<string, string>;

const within = (file: string, folder: string) => file.startsWith(`${folder}/`);
const layerOf = (file: string) =>
  Object.keys(LAYERS)
    .filter((folder) => within(file, folder))
    .sort((a, b) => b.length - a.length)[0];
const isGenerated = (file: string) => /\/gen\//.test(file);

/** Every fault in the order of the files: which file, which import, which rule. */
function faultsIn(sources: Sources): string[] {
  const edges = new Map<string, { to: string; because: string }[]>();
  const faults = [...sources].flatMap(([file, text]) => [
    ...lengthFault(file, text),
    ...importsOf(text).flatMap((specifier) => {
      const fault = (rule: string) => [`${file} imports "${specifier}": ${rule}`];
      if (!specifier.startsWith(".")) return packageFaults(file, specifier, fault);
      const target = resolveImport(sources, file, specifier);
      if (target === undefined) return fault("there is no such file in the project");
      noteEdge(edges, file, target);
      return [...layerFaults(file, target, fault), ...doorFaults(sources, file, target, fault)];
    }),
  ]);
  return [...faults, ...cycleFaults(edges)];
}

function importsOf(text: string): string[] {
  const files = ts.preProcessFile(text, true, true).importedFiles;
  return [...new Set(files.map((found) => found.fileName))];
}

function resolveImport(sources: Sources, file: string, specifier: string): string | undefined {
  const base = join(dirname(file), specifier);
  return [base, `${base}.ts`, `${base}.mjs`, join(base, "index.ts")].find((path) => sources.has(path));
}

type Fault = (rule: string) => string[];

function lengthFault(file: string, text: string): string[] {
  const lines = text.split("\n").length - 1;
  if (isGenerated(file) || lines <= MOST_LINES) return [];
  return [`${file} has ${lines} lines: a file has at most ${MOST_LINES}`];
}

function packageFaults(file: string, specifier: string, fault: Fault): string[] {
  const layer = layerOf(file);
  if (layer === undefined) return [];
  const builtin = builtinModules.includes(specifier.replace(/^node:/, ""));
  if (builtin && !specifier.startsWith("node:"))
    return fault(`node's own modules are written "node:${specifier}"`);
  if (PURE.includes(specifier)) return [];
  const allows = (folder: string) =>
    LAYERS[folder]!.packages.some((entry) =>
      entry.endsWith("*")
        ? specifier.startsWith(entry.slice(0, -1))
        : specifier === entry || specifier.startsWith(`${entry}/`),
    );
  if (allows(layer)) return [];
  const owners = Object.keys(LAYERS).filter((folder) => folder !== "src/cli" && allows(folder));
  if (owners.length === 0) return fault(`no folder owns this package; ${layer} does not`);
  return fault(`this package belongs to ${owners.join(", ")}, not to ${layer}`);
}

function layerFaults(file: string, target: string, fault: Fault): string[] {
  const [from, to] = [layerOf(file), layerOf(target)];
  if (file === "main.ts")
    return target === "src/index.ts" ? [] : fault("main.ts imports only ./src, as a user would");
  if (from === undefined) return [];
  if (to === undefined) return fault("nothing in src imports what stands outside of it");
  if (from === to || LAYERS[from]!.imports.includes(to)) return [];
  const exceptions = Object.entries(LAYERS[from]!.except ?? {});
  if (exceptions.some(([folder, extra]) => within(file, folder) && extra.includes(to))) return [];
  const only = exceptions.find(([, extra]) => extra.includes(to));
  if (only) return fault(`of ${from} only ${only[0]} may import ${to}`);
  return fault(`${from} may import ${LAYERS[from]!.imports.join(", ") || "no other folder"}, not ${to}`);
}

/** From outside a folder only its index; inside it, never its own index. The test code may open every layer's files. */
function doorFaults(sources: Sources, file: string, target: string, fault: Fault): string[] {
  const interfaces = foldersOf(target).filter(
    (folder) => folder !== "src" && sources.has(`${folder}/index.ts`),
  );
  const passed = interfaces.find((folder) => !within(file, folder) && target !== `${folder}/index.ts`);
  if (passed && !within(file, "__tests__")) return fault(`from outside ${passed} only its index is imported`);
  const own = interfaces.find((folder) => within(file, folder) && target === `${folder}/index.ts`);
  if (own) return fault(`files of ${own} import each other, never their own index`);
  return [];
}

/** `a/b/c.ts` → `a`, `a/b`. */
function foldersOf(file: string): string[] {
  const parts = dirname(file).split("/");
  return parts.map((_, depth) => parts.slice(0, depth + 1).join("/"));
}

/** Remembers the two adjacent folders, below the one that holds both, between which an import leads. */
function noteEdge(edges: Map<string, { to: string; because: string }[]>, file: string, target: string): void {
  const [from, to] = [foldersOf(file), foldersOf(target)];
  const depth = from.findIndex((folder, index) => folder !== to[index]);
  if (depth < 0 || to[depth] === undefined) return;
  const list = edges.get(from[depth]!) ?? [];
  list.push({ to: to[depth], because: `${file} → ${target}` });
  edges.set(from[depth]!, list);
}

function cycleFaults(edges: ReadonlyMap<string, { to: string; because: string }[]>): string[] {
  const done = new Set<string>();
  const faults: string[] = [];
  const walk = (folder: string, trail: readonly { folder: string; because: string }[]): void => {
    const start = trail.findIndex((step) => step.folder === folder);
    if (start >= 0) {
      const steps = trail.slice(start);
      const names = [...steps.map((step) => step.folder), folder].join(" → ");
      faults.push(
        `${names}: folders import each other in a circle (${steps.map((step) => step.because).join("; ")})`,
      );
      return;
    }
    if (done.has(folder)) return;
    for (const { to, because } of edges.get(folder) ?? []) walk(to, [...trail, { folder, because }]);
    done.add(folder);
  };
  for (const folder of edges.keys()) walk(folder, []);
  return faults;
}

function readProject(): Sources {
  const root = join(__dirname, "..");
  const sources = new Map<string, string>();
  const add = (path: string) => sources.set(relative(root, path), readFileSync(path, "utf8"));
  const walk = (folder: string): void => {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) walk(path);
      else if (/\.(ts|mjs)$/.test(entry.name)) add(path);
    }
  };
  for (const folder of ["src", "tools", "__tests__"]) walk(join(root, folder));
  if (existsSync(join(root, "main.ts"))) add(join(root, "main.ts"));
  return sources;
}

describe("the project", () => {
  const sources = readProject();

  it("keeps to the layers, the public interfaces and the length of a file", () => {
    expect(faultsIn(sources)).toEqual([]);
  });

  it("has every folder that the rules speak of, and rules for every folder that there is", () => {
    const files = [...sources.keys()].filter((file) => within(file, "src"));
    const folders = Object.keys(LAYERS).filter((folder) => files.some((file) => within(file, folder)));
    expect(folders.sort()).toEqual(Object.keys(LAYERS).sort());
    expect(files.filter((file) => layerOf(file) === "src" && file !== "src/index.ts")).toEqual([]);
  });

  it("gives each npm package one owner", () => {
    const claims = Object.values(LAYERS).flatMap((layer) =>
      layer.packages.filter((name) => !name.startsWith("node:")),
    );
    expect(claims.filter((name, index) => claims.indexOf(name) !== index)).toEqual([]);
  });
});

describe("docs/architecture.md", () => {
  /** Folders, what they may import, the npm packages they own: one row each. */
  const rows = readFileSync(join(__dirname, "..", "docs", "architecture.md"), "utf8")
    .split("\n")
    .filter((line) => line.startsWith("| `src/"))
    .map((line) => line.split("|").map((cell) => [...cell.matchAll(/`([^`]+)`/g)].map((match) => match[1]!)));
  const lastPart = (folder: string) => folder.slice(folder.lastIndexOf("/") + 1);

  it.each(Object.entries(LAYERS).filter(([folder]) => rows.some(([, named]) => named!.includes(folder))))(
    "says of %s what is held",
    (folder, { imports, packages, except = {} }) => {
      const [, , named, owned] = rows.find(([, folders]) => folders!.includes(folder))!;
      const held = folder === "src/cli" ? [] : [...imports, ...Object.values(except).flat()].map(lastPart);
      expect(named!.filter((name) => name !== "server/").sort()).toEqual(held.sort());
      expect(owned!.sort()).toEqual(packages.filter((name) => !name.startsWith("node:")).sort());
    },
  );

  it("speaks of every folder but the two that only gather the others", () => {
    const silent = Object.keys(LAYERS).filter((folder) => !rows.some(([, named]) => named!.includes(folder)));
    expect(silent).toEqual(["src/provider", "src"]);
  });
});

describe("a made-up project with a fault", () => {
  const indexes = { "src/model/index.ts": "", "src/client/index.ts": "", "src/plugin/protocol/index.ts": "" };
  const cases: [fault: string, files: Record<string, string>, message: RegExp][] = [
    [
      "a layer above is imported",
      { "src/model/a.ts": 'import { b } from "../client";' },
      /^src\/model\/a\.ts imports "\.\.\/client": src\/model may import src\/text, not src\/client$/,
    ],
    [
      "a type is imported from a layer above",
      { "src/model/a.ts": 'export type B = import("../client").B;' },
      /src\/model may import src\/text, not src\/client/,
    ],
    [
      "a file past another folder's index",
      { "src/client/a.ts": 'export * from "../model/b";', "src/model/b.ts": "" },
      /from outside src\/model only its index is imported/,
    ],
    [
      "a folder's own index",
      { "src/model/a.ts": 'import { b } from ".";' },
      /files of src\/model import each other, never their own index/,
    ],
    [
      "the protocol from the framework's core",
      { "src/plugin/framework/a.ts": 'import { serve } from "../protocol";' },
      /of src\/plugin\/framework only src\/plugin\/framework\/server may import src\/plugin\/protocol/,
    ],
    [
      "a package of another folder",
      { "src/client/a.ts": 'import { z } from "zod";' },
      /this package belongs to src\/model, not to src\/client/,
    ],
    [
      "a package of nobody",
      { "src/model/a.ts": 'const lodash = require("lodash");' },
      /no folder owns this package/,
    ],
    [
      "an input or output of node in a pure layer",
      { "src/model/a.ts": 'import { readFileSync } from "node:fs";' },
      /belongs to .*src\/delivery.*, not to src\/model/,
    ],
    [
      "a node module without its prefix",
      { "src/delivery/a.ts": 'import { readFileSync } from "fs";' },
      /written "node:fs"/,
    ],
    [
      "something outside of src",
      { "src/model/a.ts": 'import "../../tools/b";', "tools/b.ts": "" },
      /nothing in src imports what stands outside of it/,
    ],
    [
      "an inner interface from main.ts",
      { "main.ts": 'import "./src/model";' },
      /main\.ts imports only \.\/src/,
    ],
    ["a file that is not there", { "src/model/a.ts": 'import "./gone";' }, /there is no such file/],
    [
      "a file that is too long",
      { "src/model/a.ts": "\n".repeat(401) },
      /has 401 lines: a file has at most 400/,
    ],
    [
      "folders in a circle",
      {
        "src/model/one/a.ts": 'import "../two/b";',
        "src/model/two/b.ts": 'import "../three/c";',
        "src/model/three/c.ts": 'import "../one/a";',
      },
      /^src\/model\/one → src\/model\/two → src\/model\/three → src\/model\/one: folders import each other in a circle/,
    ],
  ];

  it.each(cases)("reports %s", (_, files, message) => {
    const faults = faultsIn(new Map(Object.entries({ ...indexes, ...files })));
    expect(faults).toEqual([expect.stringMatching(message)]);
  });

  it("reports nothing when there is no fault", () => {
    const files = {
      ...indexes,
      "src/client/a.ts": 'import { b } from "../model";\nimport { request } from "node:https";',
      "src/plugin/framework/server/a.ts": 'import { serve } from "../../protocol";',
      "src/model/gen/long.ts": "\n".repeat(1_000),
      "main.ts": 'import { b } from "./src";',
      "src/index.ts": 'export * from "./model";',
    };
    expect(faultsIn(new Map(Object.entries(files)))).toEqual([]);
  });
});
