import { readFileSync } from "node:fs";
import { join } from "node:path";

interface Locked {
  readonly version?: string;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly os?: readonly string[];
}

const { packages } = JSON.parse(readFileSync(join(__dirname, "..", "..", "package-lock.json"), "utf8")) as {
  packages: Readonly<Record<string, Locked>>;
};

describe("package-lock.json", () => {
  // An install whose registry lacks some platform's package leaves it out without a word, and `npm ci` then refuses.
  it("has an entry for every platform that a locked package is built for", () => {
    const missing = Object.entries(packages).flatMap(([path, { optionalDependencies = {} }]) =>
      Object.keys(optionalDependencies)
        .filter(
          (name) => !(`${path}/node_modules/${name}` in packages) && !(`node_modules/${name}` in packages),
        )
        .map((name) => `${path} asks for ${name}`),
    );
    expect(missing).toEqual([]);
    expect(Object.values(packages).flatMap(({ os = [] }) => os)).toEqual(
      expect.arrayContaining(["linux", "darwin", "win32"]),
    );
  });
});
