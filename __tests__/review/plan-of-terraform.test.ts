import { readFileSync } from "node:fs";
import { join } from "node:path";
import { accountFromPlan, accountFromStack } from "../../src/review";

const read = (name: string) => JSON.parse(readFileSync(join(__dirname, "fixtures", name), "utf8"));
const PLAN = read("edited-stack.plan.json");
const { before, after } = accountFromPlan(PLAN);

const policiesOf = (account: typeof before, id: string) =>
  account.applications.find((application) => application.id === id)!.policies as readonly Record<
    string,
    unknown
  >[];

/** The plan that Terraform 1 made of the stack in the fixtures, after an edit. */
describe("a plan of this package's resources, as Terraform writes it", () => {
  it("has the policies of an ordered list by their order on each side", () => {
    const names = (account: typeof before) =>
      policiesOf(account, "wiki")
        .map(({ name }) => name)
        .slice(1, -1);
    expect(names(before)).toEqual(["Block guests", "Everybody"]);
    expect(names(after)).toEqual(["Everybody", "Block guests"]);
  });

  it("has the attached policies in full, a new one under its address", () => {
    expect(policiesOf(before, "crm")).toMatchObject([
      { name: "Staff", require: [{ geo: { country_code: "PT" } }] },
    ]);
    expect(policiesOf(after, "crm")).toMatchObject([
      { name: "Staff", include: [{ email_domain: { domain: "example.com" } }] },
      { name: "Partners", id: "cfaccess_policy.partners" },
    ]);
    expect(policiesOf(after, "crm")[0]).not.toHaveProperty("require");
  });

  it("has the policies of single resources with their conditions", () => {
    expect(policiesOf(before, "payroll")[1]).toMatchObject({
      exclude: [{ email: { email: "intern@example.com" } }],
      session_duration: "1h",
      mfa_config: { allowed_authenticators: ["totp"] },
    });
    expect(policiesOf(after, "payroll")[1]).toMatchObject({ session_duration: "24h" });
    expect(policiesOf(after, "payroll")[1]).not.toHaveProperty("mfa_config");
    expect(policiesOf(before, "status")[1]).toMatchObject({ decision: "allow" });
    expect(policiesOf(after, "status")[1]).toMatchObject({ decision: "bypass" });
  });

  it("says that an application may have policies which the plan does not show", () => {
    expect(before.partial).toBe(true);
    for (const id of ["wiki", "payroll", "status"]) {
      const [first, ...rest] = policiesOf(before, id);
      for (const other of [first!, rest.at(-1)!]) {
        expect(other).not.toHaveProperty("decision");
        expect(policiesOf(after, id)).toContainEqual(other);
      }
    }
  });
});

describe("the synthesized stack of the same edit", () => {
  const { account } = accountFromStack(read("edited-stack.tf.json"));

  it("has the policies as they are written, references resolved within the stack", () => {
    expect(policiesOf(account, "crm")).toMatchObject([
      { name: "Staff", id: "cfaccess_policy.staff", decision: "allow" },
      { name: "Partners", include: [{ email_domain: { domain: "partner.org" } }] },
    ]);
  });

  it("lays them over a snapshot by their names", () => {
    const snapshot = {
      applications: [
        {
          id: "wiki",
          policies: [
            { id: "a", name: "Block guests", decision: "deny", include: [], precedence: 1 },
            { id: "b", name: "Everybody", decision: "allow", include: [], precedence: 2 },
            { id: "c", name: "By hand", decision: "allow", include: [], precedence: 3 },
          ],
        },
      ],
      policies: [{ id: "d", name: "Staff", decision: "allow", include: [] }],
    };
    const { account: laid } = accountFromStack(read("edited-stack.tf.json"), snapshot);
    expect(policiesOf(laid, "wiki").map(({ id }) => id)).toEqual(["b", "a", "c"]);
    expect(policiesOf(laid, "wiki")[0]!.include).toEqual([{ email_domain: { domain: "example.com" } }]);
    expect(policiesOf(laid, "crm").map(({ id }) => id)).toEqual(["d", "cfaccess_policy.partners"]);
  });
});
