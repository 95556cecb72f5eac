import { inForce } from "../../tools/demo/in-force";
import { outlineOf, planIn } from "../../tools/demo/plan-output";
import { fold } from "../../tools/terminal";

const CDKTF_OUTPUT = `
access  Initializing the backend...
        Terraform has been successfully initialized!
access  Terraform used the selected providers to generate the following execution
        plan. Resource actions are indicated with the following symbols:
access  ~ update in-place

        Terraform will perform the following actions:

          # cfaccess_policy.staff (staff) will be updated in-place
          ~ resource "cfaccess_policy" "staff" {
              ~ summary = "ALLOW everyone" -> "BLOCK everyone"
            }

          # cfaccess_policy.new (new) will be created
          + resource "cfaccess_policy" "new" {
              + summary = "ALLOW if email is ann@example.com"
            }

        Plan: 1 to add, 1 to change, 0 to destroy.

        Changes to Outputs:
`;

describe("the plan that the demo shows", () => {
  it("is what is between the introduction and the count, without the stack's indentation", () => {
    const plan = planIn(CDKTF_OUTPUT);
    expect(plan[0]).toBe("  # cfaccess_policy.staff (staff) will be updated in-place");
    expect(plan.at(-1)).toBe("Plan: 1 to add, 1 to change, 0 to destroy.");
    expect(plan).toHaveLength(11);
  });

  it("is the same with OpenTofu", () => {
    expect(planIn(CDKTF_OUTPUT.replaceAll("Terraform", "OpenTofu"))).toEqual(planIn(CDKTF_OUTPUT));
  });

  it("is one line when nothing changes, and nothing when there is no plan", () => {
    expect(planIn("access  Initializing\naccess  No changes. Your infrastructure matches.\n")).toEqual([
      "No changes. Your infrastructure matches.",
    ]);
    expect(planIn("access  Initializing\n")).toEqual([]);
  });

  it("has an outline of resources and what the new ones mean", () => {
    expect(outlineOf(planIn(CDKTF_OUTPUT))).toEqual([
      "~ cfaccess_policy.staff",
      "+ cfaccess_policy.new",
      "    ALLOW if email is ann@example.com",
      "Plan: 1 to add, 1 to change, 0 to destroy.",
    ]);
  });
});

describe("the table of what is in force", () => {
  const record = (name: string, appId: string | undefined, precedence: number | undefined) => ({
    ...{ id: name, accountId: "a", appId, precedence, createdAt: "", updatedAt: "" },
    body: { name, decision: "deny", include: [{ email: { email: `${name}@example.com` } }] },
  });

  it("has reusable policies first and an application's in their order, with the decision once", () => {
    const table = inForce(
      [record("two", "app", 2), record("one", "app", 1), record("all", undefined, undefined)],
      100,
    );
    expect(table).toEqual([
      "precedence    decision  policy  for",
      "─".repeat(59),
      "– (reusable)  deny      all     if email is all@example.com",
      "1             deny      one     if email is one@example.com",
      "2             deny      two     if email is two@example.com",
    ]);
  });

  it("folds what does not fit into the width", () => {
    const table = inForce([record("somebody-with-a-long-name", "app", 1)], 90);
    expect(table).toHaveLength(4);
    expect(Math.max(...table.map((line) => line.length))).toBeLessThanOrEqual(90);
  });
});

describe("a folded line", () => {
  it("is left alone where it fits", () => {
    expect(fold("  + name = 1", 20)).toEqual(["  + name = 1"]);
  });

  it("breaks at its arrow and its spaces, and loses no word", () => {
    const line = '  ~ summary = "a b c d e f g h" -> "a b c d e f g i"';
    const folded = fold(line, 24);
    expect(folded).toEqual([
      '  ~ summary = "a b c d e',
      '      f g h"',
      '      -> "a b c d e f g',
      '      i"',
    ]);
    expect(folded.join(" ").split(/\s+/)).toEqual(line.split(/\s+/));
  });
});
