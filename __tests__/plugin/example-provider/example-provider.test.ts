import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { FakeTerraformCore } from "../../fake-terraform-core";
import { type Library, libraryProvider } from "./provider";

let folder: string;
let core: FakeTerraformCore<Library>;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "library-"));
  core = new FakeTerraformCore(libraryProvider);
  await core.configure({ folder });
});
afterEach(() => rmSync(folder, { recursive: true }));

describe("the example provider", () => {
  it("plans no change when the API answers with another representation", async () => {
    const config = { title: "a", isbn: "978-3-16-148410-0" };
    const created = (await core.run("library_book", null, config)).stored!;
    const { stored } = await core.refresh("library_book", created);
    expect(stored?.value).toMatchObject({ isbn: "9783161484100", language: "en", revision: 1 });
    expect((await core.plan("library_book", stored, config)).action).toBe("no-op");
  });

  it("refuses a title without a character at the attribute", async () => {
    expect(await core.validate("library_book", { title: "" })).toEqual([
      expect.objectContaining({ summary: "Invalid title", path: ["title"] }),
    ]);
  });
});

describe("src/plugin/README.md", () => {
  const page = readFileSync(join(__dirname, "..", "..", "..", "src", "plugin", "README.md"), "utf8");
  const blocks = [...page.matchAll(/```ts\n(.*?)```/gs)].map(([, code]) => code);

  it.each(["provider.ts", "main.ts"])("shows %s of the example provider as it is", (file) => {
    expect(blocks).toContain(readFileSync(join(__dirname, file), "utf8"));
  });
});
