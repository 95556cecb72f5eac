import { readFileSync } from "node:fs";
import { join } from "node:path";
import { TerraformStack, TerraformVariable, Testing } from "cdktf";
import {
  CloudflareAccessProvider,
  type CloudflareAccessProviderProps,
  ReusableAccessPolicy,
} from "../../../src";
import {
  ACCOUNT,
  expression,
  RIGHT,
  stackWithProvider,
  synthesized,
  thrown,
  warningsOf,
} from "../support/synthesized";

const { version } = JSON.parse(readFileSync(join(__dirname, "..", "..", "..", "package.json"), "utf8"));

let stack: TerraformStack;

beforeEach(() => {
  stack = new TerraformStack(Testing.app(), "access");
});

describe("the provider", () => {
  test("requires exactly this package's version of the plugin", () => {
    expect(synthesized(stackWithProvider()).terraform.required_providers).toEqual({
      cfaccess: { source: "cdktf.internal/embedded/cfaccess", version },
    });
  });

  test("needs no props: the environment has the rest when Terraform runs", () => {
    new CloudflareAccessProvider(stack, "cloudflare");
    expect(synthesized(stack).provider).toEqual({ cfaccess: [{}] });
  });

  test.each<[string, CloudflareAccessProviderProps, object]>([
    ["an account", { accountId: ACCOUNT }, { account_id: ACCOUNT }],
    [
      "an address",
      { baseUrl: "http://127.0.0.1:8787/client/v4" },
      { base_url: "http://127.0.0.1:8787/client/v4" },
    ],
    [
      "a key with an email",
      { apiKey: "k", email: "ann@example.com" },
      { api_key: "k", email: "ann@example.com" },
    ],
    [
      "an http address of another host",
      { baseUrl: "http://api.example.com", allowInsecure: true },
      { base_url: "http://api.example.com", allow_insecure: true },
    ],
    ["a token", { apiToken: "t" }, { api_token: "t" }],
    ["an alias", { alias: "second" }, { alias: "second" }],
  ])("takes %s", (_what, props, expected) => {
    new CloudflareAccessProvider(stack, "cloudflare", props);
    expect(synthesized(stack).provider.cfaccess).toEqual([expected]);
  });

  test("is chosen by its alias where a stack has several", () => {
    new CloudflareAccessProvider(stack, "first", { accountId: ACCOUNT });
    const second = new CloudflareAccessProvider(stack, "second", { alias: "second" });
    new ReusableAccessPolicy(stack, "staff", { ...RIGHT, provider: second });
    const { provider, resource } = synthesized(stack, true);
    expect(provider.cfaccess).toEqual([{ account_id: ACCOUNT }, { alias: "second" }]);
    expect(resource.cfaccess_policy.staff.provider).toBe("cfaccess.second");
  });

  test("is the same in HCL", () => {
    new CloudflareAccessProvider(stack, "cloudflare", { accountId: ACCOUNT });
    expect(Testing.synthHcl(stack)).toContain(`provider "cfaccess" {\naccount_id = "${ACCOUNT}"\n}`);
  });
});

describe("a secret", () => {
  test.each<[string, CloudflareAccessProviderProps, string]>([
    ["apiToken", { apiToken: "t" }, "CLOUDFLARE_API_TOKEN"],
    ["apiKey", { apiKey: "k", email: "ann@example.com" }, "CLOUDFLARE_API_KEY"],
  ])("%s as a literal is warned of, without repeating it", (name, props, variable) => {
    const provider = new CloudflareAccessProvider(stack, "cloudflare", props);
    expect(warningsOf(provider)).toEqual([
      `${name} is a literal, so the secret is written into the synthesized files (cdktf.out). ` +
        `Leave it out and set ${variable} where Terraform runs, or give a TerraformVariable with sensitive: true.`,
    ]);
  });

  test("from a sensitive variable is as it should be", () => {
    const token = new TerraformVariable(stack, "token", { type: "string", sensitive: true });
    const provider = new CloudflareAccessProvider(stack, "cloudflare", { apiToken: token.stringValue });
    expect(warningsOf(provider)).toEqual([]);
    expect(synthesized(stack).provider.cfaccess).toEqual([{ api_token: expression("var.token") }]);
  });
});

describe("an error in the provider's props", () => {
  test.each<[string, CloudflareAccessProviderProps, RegExp]>([
    [
      "a token and a key",
      { apiToken: "t", apiKey: "k" },
      /apiToken and apiKey are both given\. Give apiToken alone/,
    ],
    [
      "an address without a scheme",
      { baseUrl: "api.example.com" },
      /baseUrl is "api\.example\.com", which is not an http or https/,
    ],
    ["an address of another scheme", { baseUrl: "ftp://api.example.com" }, /not an http or https address/],
    ["an account without an ID", { accountId: "" }, /accountId: accountId is empty: got ""/],
    [
      "an account that is none",
      { accountId: "xyz" },
      /accountId: Not an id: got "xyz", allowed is the id of an account, 32 hexadecimal digits/,
    ],
    [
      "an empty token",
      { apiToken: "" },
      /apiToken is empty\. Give it a value, or leave it out, and CLOUDFLARE_API_TOKEN is taken\./,
    ],
    ["an empty key", { apiKey: " ", email: "a@example.com" }, /apiKey is empty/],
    ["an empty email address", { apiKey: "k", email: "" }, /email is empty.*CLOUDFLARE_EMAIL is taken/],
    ["an account that leads elsewhere", { accountId: "a/b" }, /accountId: Not an id: got "a\/b"/],
    [
      "a name that does not exist",
      { account_id: ACCOUNT } as never,
      /there is no prop "account_id"\. Did you mean accountId\? Allowed is accountId, apiToken, /,
    ],
  ])("is reported at once: %s", (_what, props, message) => {
    const error = thrown(() => new CloudflareAccessProvider(stack, "cloudflare", props));
    expect(error.message).toMatch(message);
    expect(error.message).toContain('CloudflareAccessProvider "access/cloudflare"');
    expect(error.stack!.split("\n").filter((line) => /^\s+at /.test(line))).toHaveLength(1);
  });
});

describe("a second provider in a stack", () => {
  const both = (first: CloudflareAccessProviderProps, second: CloudflareAccessProviderProps) => {
    new CloudflareAccessProvider(stack, "one", first);
    new CloudflareAccessProvider(stack, "two", second);
    return () => synthesized(stack, true);
  };

  test.each<[string, CloudflareAccessProviderProps, CloudflareAccessProviderProps, string]>([
    ["no alias", {}, { accountId: ACCOUNT }, "have no alias"],
    ["the alias of the first", { alias: "a" }, { alias: "a" }, "have the alias a"],
  ])("with %s is an error at synth, reported once", (_what, first, second, message) => {
    const reported = thrown(both(first, second)).message;
    expect(reported).toContain(`[access/two] access/one and access/two ${message}, and `);
    expect(reported.match(/access\/two/g)).toHaveLength(2);
  });

  test("with an alias of its own is as it should be", () => {
    expect(both({}, { alias: "two" })).not.toThrow();
  });

  test("of another stack needs none", () => {
    const app = Testing.app();
    const stacks = ["one", "two"].map((id) => new TerraformStack(app, id));
    for (const each of stacks) new CloudflareAccessProvider(each, "cloudflare");
    expect(() => synthesized(stacks[1]!, true)).not.toThrow();
  });
});
