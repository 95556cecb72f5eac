import type { MoveSource } from "../../../src/plugin";
import { applicationPolicy, reusablePolicy } from "../../../src/provider/resources";
import { having, V4_APPLICATION, V4_REUSABLE, V5 } from "./support/official-states";

describe("a move that is refused", () => {
  const withRule = (rule: unknown, source = V5) => having(source, { include: [rule] });
  const REFUSALS: readonly [why: string, source: MoveSource, reason: RegExp, target?: "application"][] = [
    [
      "another provider",
      { ...V5, providerAddress: "example.com/acme/cloudflare" },
      /belongs to the provider example\.com\/acme\/cloudflare.*terraform state replace-provider example\.com\/acme\/cloudflare registry\.terraform\.io\/cloudflare\/cloudflare/s,
    ],
    [
      "another type",
      { ...V5, typeName: "cloudflare_zero_trust_access_group" },
      /Only cloudflare_zero_trust_access_policy and cloudflare_access_policy can be taken over/,
    ],
    [
      "our own other kind",
      { ...V5, typeName: "cfaccess_policy", providerAddress: "cdktf.internal/embedded/cfaccess" },
      /no change of state turns a reusable policy into one of an application/,
      "application",
    ],
    ["a schema version nobody knows", { ...V5, schemaVersion: 501 }, /schema version 501.*0, 1, 500/s],
    [
      "a schema version the older type never had",
      { ...V4_APPLICATION, schemaVersion: 1 },
      /schema version 1; of cloudflare_access_policy these can be taken over: 0\./,
      "application",
    ],
    [
      "a shape of version 4 with a schema version of version 5",
      { ...V4_REUSABLE, schemaVersion: 500 },
      /shape of the official provider's version 4 and a schema version of its version 5/,
    ],
    [
      "a reusable policy of version 5 for an application",
      V5,
      /It is a reusable policy.*cfaccess_policy after `to`/s,
      "application",
    ],
    [
      "a reusable policy of version 4 for an application",
      V4_REUSABLE,
      /It is a reusable policy.*cfaccess_policy after `to`/s,
      "application",
    ],
    [
      "a policy of one application as a reusable one",
      V4_APPLICATION,
      /policy of one application.*cfaccess_application_policy after `to`/s,
    ],
    [
      "a policy of a zone",
      having(V4_APPLICATION, { account_id: null, zone_id: "zone" }),
      /kept under the zone zone.*terraform import <address after to> <account_id>\/app\/29a39e63/s,
      "application",
    ],
    [
      "no account",
      having(V5, { account_id: null }),
      /names no account.*terraform import <address after to> <account_id>\/29a39e63/s,
    ],
    ["no id", having(V5, { id: "" }), /holds no id.*terraform import <address after to> acc\/<policy_id>/s],
    ["a selector nobody knows", withRule({ brand_new: {} }), /says something at include\[0\]\.brand_new/],
    [
      "a field nobody knows in a rule",
      withRule({ email: { email: "a@b.org", verified: true } }),
      /says something at include\[0\]\.email\.verified/,
    ],
    [
      "a rule without a selector",
      withRule({ email: null, group: null }),
      /at include\[0\] a rule without any selector.*Update the official provider/s,
    ],
    [
      "a rule with several selectors",
      withRule({ email: { email: "a@b.org" }, geo: { country_code: "PT" } }),
      /at include\[0\] one rule with several selectors \(email, geo\)/,
    ],
    ["a rule that is not an object", withRule("everyone"), /holds at include\[0\] a string, not an object/],
    [
      "a selector that is not an object",
      withRule({ group: 7 }),
      /holds at include\[0\]\.group a number, not an object/,
    ],
    [
      "a field of another type in a rule",
      withRule({ ip: { ip: ["203.0.113.7"] } }),
      /holds at include\[0\]\.ip\.ip a list, not a string/,
    ],
    [
      "rules that are no list",
      having(V5, { exclude: { email: {} } }),
      /holds at exclude an object, not a list/,
    ],
    [
      "a field of another type",
      having(V5, { approval_required: "yes" }),
      /holds at approval_required a string, not true or false/,
    ],
    [
      "a number that is none",
      having(V5, { approval_groups: [{ approvals_needed: "1" }] }),
      /approval_groups\[0\]\.approvals_needed a string, not a number/,
    ],
    ["a field nobody knows", having(V5, { newer_field: true }), /says something at newer_field/],
    [
      "a selector of version 4 nobody knows",
      withRule({ brand_new: ["x"] }, V4_REUSABLE),
      /says something at include\[0\]\.brand_new/,
    ],
    [
      "a list of version 4 that is none",
      withRule({ email: { email: "a@b.org" } }, V4_REUSABLE),
      /holds at include\[0\]\.email an object, not a list/,
    ],
    [
      "a flag of version 4 that is none",
      withRule({ everyone: {} }, V4_REUSABLE),
      /holds at include\[0\]\.everyone an object, not true or false/,
    ],
    [
      "a field nobody knows in a block of version 4",
      withRule({ okta: [{ name: ["eng"], realm: "x" }] }, V4_REUSABLE),
      /says something at include\[0\]\.okta\[0\]\.realm/,
    ],
    [
      "a second block where there is one at most",
      having(V4_REUSABLE, { connection_rules: [{ ssh: [{ usernames: ["a"] }, { usernames: ["b"] }] }] }),
      /says something at connection_rules\[0\]\.ssh\[1\]/,
    ],
    ["a field of version 4 nobody knows", having(V4_REUSABLE, { mystery: 1 }), /says something at mystery/],
  ];

  it.each(REFUSALS.map((refusal) => [refusal[0], refusal] as const))(
    "says why and what to do: %s",
    (_, [, source, reason, kind]) => {
      const target = kind === "application" ? applicationPolicy : reusablePolicy;
      const { state, diagnostics } = target.moveState!(source);
      expect(state).toBeNull();
      expect(diagnostics).toEqual([
        {
          severity: "error",
          summary: `${source.typeName} "Staff" cannot become ${target.typeName}`,
          detail: expect.stringMatching(reason),
        },
      ]);
      expect(diagnostics![0]!.detail).toMatch(/Nothing was changed\.$/);
    },
  );
});
