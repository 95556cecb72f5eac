import { hashFiles, packageHash } from "../../src/delivery";
import { temporaryFolder } from "./support/temporary-folder";

/** What Go's golang.org/x/mod/sumdb/dirhash (Hash1) says of these files. */
const FILES = {
  "b.txt": "hello\n",
  "package.json": '{"type":"commonjs"}\n',
  "terraform-provider-x_v1": "#!/usr/bin/env node\nconsole.log(1)\n",
};
const HASH = "h1:gbJPj/dO74qNCU2WhRdDyUFJT9Nc9hXUu2jCjwbTOXk=";

const bytes = (files: Readonly<Record<string, string>>) =>
  Object.fromEntries(Object.entries(files).map(([name, text]) => [name, Buffer.from(text)]));

describe("the checksum of a provider package", () => {
  test("is the one Go's dirhash works out", () => {
    expect(hashFiles(bytes(FILES))).toBe(HASH);
  });

  test("does not depend on the order of the files", () => {
    expect(hashFiles(bytes(Object.fromEntries(Object.entries(FILES).reverse())))).toBe(HASH);
  });

  test("is the same read from disk", () => {
    expect(packageHash(temporaryFolder(FILES))).toBe(HASH);
  });

  test.each([
    ["a content", { ...FILES, "b.txt": "hello" }],
    ["a name", { "c.txt": FILES["b.txt"], "package.json": FILES["package.json"], x: "1" }],
    ["a file more", { ...FILES, "sub/d.txt": "" }],
  ])("changes with %s", (_what, files) => {
    expect(packageHash(temporaryFolder(files))).not.toBe(HASH);
    expect(packageHash(temporaryFolder(files))).toBe(hashFiles(bytes(files)));
  });
});
