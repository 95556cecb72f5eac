import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { platformOf } from "../../src/delivery";
import { dependingOn } from "./support/capabilities";
import { Project, succeeded } from "./support/project";

/*
 * The example provider of src/plugin/README.md under the real engine: the framework works without anything of Cloudflare.
 */

const PROGRAM = ["terraform.d/plugins/example.test/docs/library/1.0.0", platformOf()].join("/");
const HEAD = `
terraform {
  required_providers {
    library = { source = "example.test/docs/library" }
  }
}
provider "library" {
  folder = "documents"
}
`;
const book = (fields: string, kind = "book") => `resource "library_${kind}" "guide" {\n${fields}\n}\n`;
const GUIDE = 'title = "Guide"\nisbn = "978-3-16-148410-0"';

let project: Project;
const documents = (): Record<string, unknown>[] =>
  readdirSync(project.path("documents")).map((name) =>
    JSON.parse(readFileSync(project.path("documents", name), "utf8")),
  );
const configure = (...blocks: string[]) => project.write("main.tf", [HEAD, ...blocks].join("\n"));
const plan = () => succeeded(project.engine("plan"));
const apply = () => succeeded(project.engine("apply", "-auto-approve"));
const noChanges = () => succeeded(project.engine("plan", "-detailed-exitcode"));

beforeAll(async () => {
  project = new Project("example-provider");
  mkdirSync(project.path(PROGRAM), { recursive: true });
  const { bundlePlugin } = await import("../../tools/bundle-plugin.mjs");
  await bundlePlugin({
    name: "library",
    entry: join(__dirname, "..", "plugin", "example-provider", "main.ts"),
    outfile: project.path(PROGRAM, "terraform-provider-library_v1.0.0"),
  });
  configure(book(GUIDE));
  await succeeded(project.engine("init"));
});

describe("the example provider under an engine", () => {
  it("is planned with its default and its unknown values", async () => {
    const text = await plan();
    expect(text).toMatch(/Plan: 1 to add/);
    expect(text).toMatch(/language\s+= "en"/);
    expect(text).toMatch(/revision\s+= \(known after apply\)/);
  });

  it("plans no change after its apply, though the API stores another representation", async () => {
    expect(await apply()).toMatch(/Resources: 1 added/);
    expect(documents()).toEqual([expect.objectContaining({ title: "Guide", isbn: "9783161484100" })]);
    await noChanges();
  });

  it("updates in-place, with a volatile attribute that changes", async () => {
    configure(book(`${GUIDE}\nlanguage = "de"`));
    expect(await plan()).toMatch(/~ revision\s+= 1 -> \(known after apply\)/);
    expect(await apply()).toMatch(/0 added, 1 changed, 0 destroyed/);
    expect(documents()).toEqual([expect.objectContaining({ language: "de", revision: 2 })]);
  });

  it("is replaced when an attribute with requiresReplace changes", async () => {
    configure(book(`${GUIDE}\nshelf = "top"`));
    expect(await plan()).toMatch(/shelf\s+= "top" # forces replacement/);
    expect(await apply()).toMatch(/1 added, 0 changed, 1 destroyed/);
    await noChanges();
  });

  it("reads a data source", async () => {
    const lookUp = 'data "library_document" "guide" {\ntitle = "Guide"\n}\n';
    configure(
      book(`${GUIDE}\nshelf = "top"`),
      lookUp,
      "output id { value = data.library_document.guide.id }",
    );
    await apply();
    const id = JSON.parse(await succeeded(project.engine("output", "-json", "id")));
    expect(documents()).toEqual([expect.objectContaining({ id })]);
  });

  it("imports a document by its id", async () => {
    const imported = { id: "by-hand", title: "Old", isbn: null, language: "en", shelf: null, revision: 7 };
    writeFileSync(project.path("documents", "by-hand.json"), JSON.stringify(imported));
    configure(book(`${GUIDE}\nshelf = "top"`), 'resource "library_book" "old" {\ntitle = "Old"\n}');
    await succeeded(project.engine("import", "library_book.old", "by-hand"));
    await noChanges();
  });

  it("upgrades a state of an older schema version", async () => {
    const state = JSON.parse(readFileSync(project.path("terraform.tfstate"), "utf8"));
    for (const { instances } of state.resources) {
      for (const instance of instances) {
        const { title, ...rest } = instance.attributes;
        Object.assign(instance, { schema_version: 0, attributes: { ...rest, name: title } });
      }
    }
    project.write("terraform.tfstate", state);
    await noChanges();
  });

  dependingOn("movesAcrossTypes", {
    present: () => {
      it("moves a state from another type", async () => {
        configure(book('title = "Draft"', "draft"));
        await apply();
        const [draft] = documents();
        configure(book('title = "Draft"'), "moved {\nfrom = library_draft.guide\nto = library_book.guide\n}");
        expect(await plan()).toMatch(/library_draft\.guide has moved to library_book\.guide/);
        await apply();
        expect(documents()).toEqual([draft]);
      });
    },
    absent: () => {
      it("leaves moves across types to newer engines", async () => {
        configure(book('title = "Draft"'));
        await apply();
      });
    },
  });

  it("destroys what it manages", async () => {
    expect(await succeeded(project.engine("destroy", "-auto-approve"))).toMatch(/1 destroyed/);
    expect(documents()).toEqual([]);
  });
});
