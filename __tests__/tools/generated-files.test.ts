import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { LINT_CODES, REFERENCES, SELECTORS } from "../../src/model";
import { outputs } from "../../tools/generate/outputs";
import { withTables } from "../../tools/generate/tables";

const root = join(__dirname, "..", "..");

test.each(outputs(root))(
  "$path is what the model's tables say; if not, run npm run generate",
  ({ path, content }) => {
    expect(readFileSync(join(root, path), "utf8")).toBe(content);
  },
);

test.each(["README.md", "docs/warnings.md"])("%s is among the files once there is one", (page) => {
  expect(outputs(root).some(({ path }) => path === page)).toBe(existsSync(join(root, page)));
  expect(outputs(join(root, "src")).map(({ path }) => path)).not.toContain(page);
});

test("docs/warnings.md explains every warning", () => {
  const page = readFileSync(join(root, "docs", "warnings.md"), "utf8");
  const rows = page.split("\n").filter((line) => /^\| `[a-z-]+` \|/.test(line));
  expect(rows.map((row) => row.split("`")[1])).toEqual(LINT_CODES);
});

describe("a table in a text", () => {
  const text = "before\n<!-- generated:selectors -->\nold\n<!-- /generated -->\nafter\n";

  test("is rewritten between its markers, and nothing else is", () => {
    const written = withTables(text);
    expect(written).toMatch(/^before\n<!-- generated:selectors -->\n\n\| Factory/);
    expect(written).toMatch(/\n<!-- \/generated -->\nafter\n$/);
    expect(written).not.toContain("old");
    expect(withTables(written)).toBe(written);
  });

  test("names every selector, by factory, Terraform's key and the API's", () => {
    const written = withTables(text);
    for (const { factory, key, wireKey } of SELECTORS) {
      const row = written.split("\n").find((line) => line.includes(`| \`${key} = ["`));
      expect(row).toContain(`\`${factory}\``);
      expect(row).toContain(`| \`${wireKey}\` |`);
    }
  });

  test("of look-ups lists for every kind what takes it", () => {
    const written = withTables("<!-- generated:lookups -->\n<!-- /generated -->");
    for (const { construct } of REFERENCES) expect(written).toContain(`| \`${construct}\` |`);
    expect(written).toContain(
      "| `AccessList` | `cfaccess_list` | `fromName`, `fromId` | " +
        "`AccessRule.emailList`, `AccessRule.ipList`, `approvalGroups.emailListUuid` |",
    );
    expect(written).toContain("`fromName`, `fromDomain`, `fromId` | `AccessRule.linkedAppToken`, `appId` |");
  });

  test("has to be one that exists", () => {
    expect(() => withTables("<!-- generated:selector -->\n<!-- /generated -->")).toThrow(
      'There is no generated table "selector": selectors, reusable-policy, application-policy, lookups, warnings.',
    );
  });
});
