import { reusablePolicyLookup } from "../../../src/provider/data-sources";
import { answerOf, contextWith, values } from "./support/access";

const { attributes } = reusablePolicyLookup.schema;
const STAFF = { name: "Staff", decision: "allow", include: [{ email_domain: { domain: "example.com" } }] };
const POLICIES = [
  answerOf({ ...STAFF, id: "p1" }),
  answerOf({ ...STAFF, id: "p2", name: "Twice" }),
  answerOf({ ...STAFF, id: "p3", name: "Twice" }),
];

const lookUp = (config: Record<string, string>) =>
  reusablePolicyLookup.read(
    contextWith(
      { list: async () => POLICIES, read: async (id) => POLICIES.find((policy) => policy.id === id) },
      "acc",
    ),
    { config: values(attributes, config) },
  );

describe("looking a reusable policy up", () => {
  it.each([[{ id: "p1" }], [{ name: "Staff" }]])("finds it by %p", async (config: Record<string, string>) => {
    const { state } = await lookUp(config);
    expect(state).toMatchObject({
      id: "p1",
      name: "Staff",
      account_id: "acc",
      include: { email_domain: ["example.com"], email: null },
      summary: "ALLOW if email domain is example.com",
    });
  });

  it("says what there is when the name is not", async () => {
    const { state, diagnostics } = await lookUp({ name: "staff" });
    expect(state).toBeNull();
    expect(diagnostics![0]!.detail).toContain('"Staff"');
  });

  it("says that an id is not there", async () => {
    expect((await lookUp({ id: "p9" })).diagnostics![0]!.summary).toContain("p9");
  });

  it("names the ids when a name is there twice", async () => {
    expect((await lookUp({ name: "Twice" })).diagnostics![0]!.detail).toContain("p2, p3");
  });

  it.each([[{}], [{ id: "p1", name: "Staff" }]])("wants one of id and name: %p", (config) => {
    expect(reusablePolicyLookup.validate!(values(attributes, config))).toEqual([
      expect.objectContaining({ severity: "error" }),
    ]);
  });
});
