import { exactVersion, lockAddress, updateLock } from "../../src/delivery";

const PLUGIN = { source: "cdktf.internal/embedded/cfaccess", version: "0.1.0", hash: "h1:b3Vycw==" };
const NULL = { source: "null", version: "3.2.4" };

const HEADER = `# This file is maintained automatically by "terraform init".
# Manual edits may be lost in future updates.
`;
const OURS = `provider "cdktf.internal/embedded/cfaccess" {
  version     = "0.1.0"
  constraints = "0.1.0"
  hashes = [
    "h1:b3Vycw==",
  ]
}
`;
const NULL_UNHASHED = `provider "registry.terraform.io/hashicorp/null" {
  version     = "3.2.4"
  constraints = "3.2.4"
}
`;
const NULL_HASHED = `provider "registry.terraform.io/hashicorp/null" {
  version     = "3.2.4"
  constraints = "3.2.4"
  hashes = [
    "h1:aGFzaA==",
    "zh:0011",
  ]
}
`;
const AWS = `provider "registry.terraform.io/hashicorp/aws" {
  version = "5.0.0" // by hand
  hashes = [ "h1:YXdz" ]
}
`;

describe("the dependency lock file", () => {
  test.each([
    ["is begun with our entry", undefined, [], `${HEADER}\n${OURS}`],
    ["is begun the same when it is empty", "\n", [], `${HEADER}\n${OURS}`],
    [
      "gets an entry without checksums for a provider that has none",
      undefined,
      [NULL],
      `${HEADER}\n${OURS}\n${NULL_UNHASHED}`,
    ],
    [
      "keeps another provider's checksums",
      `${HEADER}\n${OURS}\n${NULL_HASHED}`,
      [NULL],
      `${HEADER}\n${OURS}\n${NULL_HASHED}`,
    ],
    ["keeps entries nobody asks about", `${HEADER}\n${AWS}`, [], `${HEADER}\n${OURS}\n${AWS}`],
    [
      "gets our entry in the order of addresses",
      `${HEADER}\n${NULL_HASHED}`,
      [NULL],
      `${HEADER}\n${OURS}\n${NULL_HASHED}`,
    ],
    [
      "gets another provider's entry in the order of addresses",
      `${HEADER}\n${OURS}\n${NULL_HASHED}`,
      [{ source: "hashicorp/aws", version: "5.0.0" }],
      `${HEADER}\n${OURS}\nprovider "registry.terraform.io/hashicorp/aws" {\n  version     = "5.0.0"\n  constraints = "5.0.0"\n}\n\n${NULL_HASHED}`,
    ],
    [
      "gets our new checksum when the plugin has changed",
      `${HEADER}\n${OURS.replace("b3Vycw==", "b2xk")}\n${NULL_HASHED}`,
      [NULL],
      `${HEADER}\n${OURS}\n${NULL_HASHED}`,
    ],
    ["gets our new version", `${HEADER}\n${OURS.replaceAll("0.1.0", "0.0.9")}`, [], `${HEADER}\n${OURS}`],
    [
      "replaces an entry of another version than the required one, which Terraform would refuse",
      `${HEADER}\n${OURS}\n${NULL_HASHED.replaceAll("3.2.4", "3.2.3")}`,
      [NULL],
      `${HEADER}\n${OURS}\n${NULL_UNHASHED}`,
    ],
    [
      "gets no entry for a range of versions",
      undefined,
      [{ source: "null", version: "~> 3.0" }],
      `${HEADER}\n${OURS}`,
    ],
    ["gets no entry for a provider without a version", undefined, [{ source: "null" }], `${HEADER}\n${OURS}`],
    [
      "gets no entry for what is built into Terraform",
      undefined,
      [{ source: "terraform.io/builtin/terraform", version: "1.0.0" }],
      `${HEADER}\n${OURS}`,
    ],
    [
      "gets the entry of another registry under its own address",
      `${HEADER}\n${OURS}`,
      [{ source: "example.com/corp/thing", version: "1.2.3" }],
      `${HEADER}\n${OURS}\nprovider "example.com/corp/thing" {\n  version     = "1.2.3"\n  constraints = "1.2.3"\n}\n`,
    ],
    [
      "keeps what is not a provider",
      `# mine\n\n${OURS}\nother {\n}\n`,
      [],
      `# mine\n\n${OURS}\nother {\n}\n`,
    ],
    [
      "is read with Windows' line ends, too",
      `${HEADER}\n${OURS}`.replaceAll("\n", "\r\n"),
      [],
      `${HEADER}\n${OURS}`,
    ],
  ])("%s", (_what, before, required, after) => {
    expect(updateLock(before, PLUGIN, required)).toBe(after);
    expect(updateLock(after, PLUGIN, required)).toBe(after);
  });

  test("keeps checksums beside ours", () => {
    const more = OURS.replace('    "h1:b3Vycw==",\n', '    "h1:b3Vycw==",\n    "zh:00",\n');
    expect(updateLock(`${HEADER}\n${more}`, PLUGIN)).toBe(`${HEADER}\n${more}`);
  });

  test.each([
    ["null", "registry.terraform.io/hashicorp/null"],
    ["cloudflare/cloudflare", "registry.terraform.io/cloudflare/cloudflare"],
    ["example.com/corp/thing", "example.com/corp/thing"],
  ])("has %s under %s", (source, address) => {
    expect(lockAddress(source)).toBe(address);
  });

  test.each([
    ["3.2.4", "3.2.4"],
    ["= 3.2.4", "3.2.4"],
    ["v1.0.0", "1.0.0"],
    ["1.0.0-beta.1", "1.0.0-beta.1"],
    ["~> 3.0", undefined],
    [">= 3.2.4", undefined],
    ["3.2", undefined],
    ["3.2.4, < 4.0.0", undefined],
    [undefined, undefined],
  ])("takes the constraint %s for the exact version %s", (constraint, version) => {
    expect(exactVersion(constraint)).toBe(version);
  });
});
