import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

let dist: string;

beforeEach(() => {
  dist = mkdtempSync(join(tmpdir(), "public-types-"));
});
afterEach(() => rmSync(dist, { recursive: true }));

async function keep(files: Readonly<Record<string, string>>, ...entries: string[]): Promise<string> {
  const { keepPublicTypes } = await import("../../tools/public-types.mjs");
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(dist, path)), { recursive: true });
    writeFileSync(join(dist, path), text);
  }
  return keepPublicTypes(dist, entries);
}

const left = () =>
  readdirSync(dist, { recursive: true, encoding: "utf8" }).filter((path) => /\.\w+$/.test(path));
const text = (path: string) => readFileSync(join(dist, path), "utf8");

test("removes declarations that no entry needs, and keeps every other file", async () => {
  const count = await keep(
    {
      "index.d.ts": 'export { A } from "./a";\n',
      "a.d.ts": 'import type { B } from "./b";\nexport interface A { b: B }\n',
      "b.d.ts": "export interface B {}\n",
      "c.d.ts": "export interface C {}\n",
      "c.js": "",
    },
    "index.d.ts",
  );
  expect(left().sort()).toEqual(["a.d.ts", "b.d.ts", "c.js", "index.d.ts"]);
  expect(count).toBe("3 of 4 files");
});

test("keeps in the index of a folder the names that are needed", async () => {
  await keep(
    {
      "index.d.ts": 'export { A } from "./inner";\n',
      "inner/index.d.ts":
        'import "./first";\nexport { a as A, type Other } from "./a";\nexport { B } from "./b";\n',
      "inner/first.d.ts": "export {};\n",
      "inner/a.d.ts": "export interface a {}\nexport interface Other {}\n",
      "inner/b.d.ts": "export interface B {}\n",
    },
    "index.d.ts",
  );
  expect(text("inner/index.d.ts")).toBe('export { a as A } from "./a";\n');
  expect(left().sort()).toEqual(["index.d.ts", "inner/a.d.ts", "inner/index.d.ts"]);
});

test("follows a type that is imported inline, and everything that an entry exports", async () => {
  await keep(
    {
      "index.d.ts": 'export { A, type B } from "./inner";\n',
      "other.d.ts": 'export type C = import("./inner").C;\n',
      "inner/index.d.ts": 'export { A } from "./a";\nexport { B } from "./b";\nexport { C } from "./c";\n',
      "inner/a.d.ts": "export interface A {}\n",
      "inner/b.d.ts": "export interface B {}\n",
      "inner/c.d.ts": "export interface C {}\n",
    },
    "index.d.ts",
    "other.d.ts",
  );
  expect(left()).toHaveLength(6);
});

test("fails for a module without types", async () => {
  await expect(keep({ "index.d.ts": 'export { A } from "./a";\n' }, "index.d.ts")).rejects.toThrow(
    /index\.d\.ts needs \.\/a, which has no types/,
  );
});
