import { type AccessAccount, accountFromApi, compareAccess } from "../../src/access";

const policy = (id: string, include: object[]) => ({ id, name: id, decision: "allow", include });
const emails = (...addresses: string[]) => addresses.map((address) => ({ email: { email: address } }));
const accountWith = (...policies: object[]) =>
  accountFromApi({
    applications: [{ id: "wiki", name: "Wiki", policies }],
    organization: { strict_service_token_auth: true },
  });
const BEFORE = accountWith(policy("staff", emails("ann@example.com")));

/** The text that identifies who gains. */
function gained(after: AccessAccount, before = BEFORE): string | undefined {
  const { applications } = compareAccess(before, after, { digest: (text) => text });
  const { gains } = applications[0]!;
  expect(gains).toHaveLength(1);
  return gains[0]!.digest;
}

const bob = accountWith(policy("staff", emails("ann@example.com", "bob@example.com")));

test("the same requests have the same digest, whichever rule lets them in", () => {
  const byAnotherPolicy = accountWith(
    policy("staff", emails("ann@example.com")),
    policy("guests", emails("bob@example.com")),
  );
  expect(gained(bob)).toBe(gained(bob));
  expect(gained(byAnotherPolicy)).toBe(gained(bob));
});

test.each([
  ["another person", accountWith(policy("staff", emails("ann@example.com", "zoe@example.com")))],
  ["one more", accountWith(policy("staff", emails("ann@example.com", "bob@example.com", "zoe@example.com")))],
  ["a whole domain", accountWith(policy("staff", [{ email_domain: { domain: "example.com" } }]))],
  ["everyone", accountWith(policy("staff", [{ everyone: {} }]))],
])("%s has another digest", (_, after) => {
  expect(gained(after)).not.toBe(gained(bob));
});

test("a domain without some of its people has another digest for each of them", () => {
  const domain = (...without: string[]) =>
    accountWith({
      ...policy("staff", [{ email_domain: { domain: "example.com" } }]),
      exclude: emails(...without),
    });
  const nobody = accountWith();
  const digests = [
    gained(domain("bob@example.com"), nobody),
    gained(domain("zoe@example.com"), nobody),
    gained(domain("bob@example.com", "zoe@example.com"), nobody),
    gained(domain(), nobody),
  ];
  expect(new Set(digests).size).toBe(digests.length);
});

test("there is none where no digest is asked for", () => {
  const { applications } = compareAccess(BEFORE, bob);
  expect(applications[0]!.gains[0]).not.toHaveProperty("digest");
});
