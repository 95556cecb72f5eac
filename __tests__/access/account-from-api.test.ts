import { type AccessPolicy, AccessUsageError, accountFromApi } from "../../src/access";
import { DEFERRED } from "../../src/model";

const staff = {
  id: "p-1",
  name: "Staff",
  decision: "allow",
  include: [{ email_domain: { domain: "example.com" } }],
};
const bots = {
  id: "p-2",
  name: "Bots",
  decision: "non_identity",
  include: [{ any_valid_service_token: {} }],
};

const policiesOf = (...policies: unknown[]) =>
  accountFromApi({ applications: [{ id: "app-1", policies }], policies: [staff, bots] }).applications[0]!
    .policies as AccessPolicy[];

test.each<[string, unknown[], string[]]>([
  [
    "embedded ones by precedence",
    [
      { ...staff, precedence: 2 },
      { ...bots, precedence: 1 },
    ],
    ["Bots", "Staff"],
  ],
  ["ids in their order", ["p-2", "p-1"], ["Bots", "Staff"]],
  [
    "references by precedence",
    [
      { id: "p-1", precedence: 7 },
      { id: "p-2", precedence: 3 },
    ],
    ["Bots", "Staff"],
  ],
  ["one without a number behind the one it follows", [{ ...staff, precedence: 5 }, "p-2"], ["Staff", "Bots"]],
])("orders the policies of an application: %s", (_, policies, names) => {
  expect(policiesOf(...policies).map(({ name }) => name)).toEqual(names);
});

test("completes a reference with the content of the reusable policy", () => {
  expect(policiesOf({ id: "p-1", precedence: 4 })).toEqual([{ ...staff, precedence: 4 }]);
});

test("leaves the content of a policy unknown that nothing describes", () => {
  expect(policiesOf("p-9")).toEqual([{ id: "p-9" }]);
});

test("keeps policies that are not known yet at their position", () => {
  expect(policiesOf("p-1", DEFERRED, "p-2")).toEqual([staff, DEFERRED, bots]);
});

test("takes an account without a list of applications for a partial one", () => {
  expect(accountFromApi({ groups: [] })).toMatchObject({ applications: [], partial: true });
  expect(accountFromApi({ applications: [] }).partial).toBeUndefined();
});

test.each<[string, unknown, RegExp]>([
  ["another JSON value", [], /^Invalid account: got \[\], expected an object\.$/],
  [
    "a misspelled member",
    { aplications: [] },
    /there is no member "aplications"\. Did you mean "applications"\?/,
  ],
  ["a member that is not a list", { groups: {} }, /groups: got \{\}, expected a list/],
  ["an entry without an id", { groups: [{ name: "a" }] }, /groups\[0\]: got the id null, expected a text/],
  ["an entry that is not an object", { lists: ["a"] }, /lists\[0\]: got "a", expected an object/],
  [
    "policies that are not a list",
    { applications: [{ id: "a", policies: 1 }] },
    /applications\[0\]\.policies: got 1/,
  ],
  [
    "a policy that is a number",
    { applications: [{ id: "a", policies: [1] }] },
    /policies\[0\]: got 1, expected a policy or an id/,
  ],
  ["an organization that is a list", { organization: [] }, /organization: got \[\], expected an object/],
])("refuses %s", (_, json, message) => {
  expect(() => accountFromApi(json)).toThrow(AccessUsageError);
  expect(() => accountFromApi(json)).toThrow(message);
});
