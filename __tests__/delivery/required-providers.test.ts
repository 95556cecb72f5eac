import { join } from "node:path";
import { readRequiredProviders } from "../../src/delivery";
import { temporaryFolder } from "./support/temporary-folder";

const read = (configuration: unknown) =>
  readRequiredProviders(
    join(temporaryFolder({ "cdk.tf.json": JSON.stringify(configuration) }), "cdk.tf.json"),
  );

describe("the providers a written configuration requires", () => {
  const NULL = { source: "hashicorp/null", version: "3.2.4" };

  test.each<[string, unknown, unknown]>([
    ["none", {}, []],
    ["none of a terraform block", { terraform: { backend: {} } }, []],
    ["one", { terraform: { required_providers: { null: NULL } } }, [NULL]],
    [
      "one without a source",
      { terraform: { required_providers: { null: { version: "3.2.4" } } } },
      [{ source: "null", version: "3.2.4" }],
    ],
    [
      "one without a version",
      { terraform: { required_providers: { null: { source: "a/b" } } } },
      [{ source: "a/b" }],
    ],
    [
      "one by its version alone",
      { terraform: { required_providers: { null: "3.2.4" } } },
      [{ source: "null", version: "3.2.4" }],
    ],
    [
      "lists of blocks",
      { terraform: [{ required_providers: [{ null: NULL }, { b: { source: "a/b" } }] }] },
      [NULL, { source: "a/b" }],
    ],
  ])("are %s", (_what, configuration, expected) => {
    expect(read(configuration)).toEqual(expected);
  });

  test("are none when it is not there", () => {
    expect(readRequiredProviders(join(temporaryFolder(), "cdk.tf.json"))).toEqual([]);
  });
});
