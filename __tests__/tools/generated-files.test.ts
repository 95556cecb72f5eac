import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { SELECTORS } from "../../src/model";
import { outputs } from "../../tools/generate/outputs";
import { withTables } from "../../tools/generate/readme-tables";

const root = join(__dirname, "..", "..");

test.each(outputs(root))(
  "$path is what the model's tables say; if not, run npm run generate",
  ({ path, content }) => {
    expect(readFileSync(join(root, path), "utf8")).toBe(content);
  },
);

test("the README is among the files once there is one", () => {
  expect(outputs(root).some(({ path }) => path === "README.md")).toBe(existsSync(join(root, "README.md")));
  expect(outputs(join(root, "src")).map(({ path }) => path)).not.toContain("README.md");
});

describe("a table in a text", () => {
  const text = "before\n<!-- generated:selectors -->\nold\n<!-- /generated -->\nafter\n";

  test("is written anew between its markers, and nothing else is", () => {
    const written = withTables(text);
    expect(written).toMatch(/^before\n<!-- generated:selectors -->\n\n\| Factory/);
    expect(written).toMatch(/\n<!-- \/generated -->\nafter\n$/);
    expect(written).not.toContain("old");
    expect(withTables(written)).toBe(written);
  });

  test("names every selector, by factory, Terraform's key and the API's", () => {
    const written = withTables(text);
    for (const { factory, key, wireKey } of SELECTORS) {
      const row = written.split("\n").find((line) => line.includes(`| \`${key}\` | \`${wireKey}\` |`));
      expect(row).toContain(`\`${factory}\``);
    }
  });

  test("has to be one that exists", () => {
    expect(() => withTables("<!-- generated:selector -->\n<!-- /generated -->")).toThrow(
      'There is no generated table "selector": selectors, reusable-policy, application-policy.',
    );
  });
});
