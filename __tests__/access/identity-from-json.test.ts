import { AccessUsageError, identityFromJson } from "../../src/access";

const complete = {
  user: {
    email: "ann@example.com",
    identity_provider_id: "idp-okta",
    groups: [{ identity_provider_id: "idp-okta", name: "eng", team: "web" }],
    auth_methods: ["mfa"],
    risk: "low",
    saml: [{ name: "department", value: "eng" }],
    oidc: null,
    device_identity: false,
  },
  service_token: { id: "t-1", status: "disabled" },
  linked_app_token: { app_uid: "app-1" },
  certificate: { common_name: null },
  ip: "2001:db8::1",
  country: "PT",
  device_posture: ["check-1"],
  ip_lists: null,
  url: "https://wiki.example.com/x",
  method: "GET",
  ssh_username: "root",
  in_session: true,
  assume: { "a question": true },
};

test("returns a document with every field as it stands", () => {
  expect(identityFromJson(complete)).toEqual(complete);
});

test("accepts a document without any field, in which everything is unknown", () => {
  expect(identityFromJson({})).toEqual({});
});

test.each<[string, unknown, RegExp]>([
  ["a text", "ann", /^Invalid identity: the document: got "ann", expected an object\.$/],
  ["a misspelled field", { contry: "PT" }, /there is no field "contry"\. Did you mean "country"\?/],
  [
    "a misspelled field of the user",
    { user: { emial: "a@b.c" } },
    /no field "user\.emial"\. Did you mean "email"\?/,
  ],
  ["a field that resembles none", { zzz: 1 }, /no field "zzz"\. Fields here: user, service_token/],
  ["a user that is a text", { user: "ann" }, /user: got "ann", expected an object or null/],
  [
    "an email without a domain",
    { user: { email: "ann" } },
    /user\.email: got "ann", expected an email address/,
  ],
  ["an email of null", { user: { email: null } }, /user\.email: got null, expected a text\./],
  [
    "a group without a provider",
    { user: { groups: [{ name: "eng" }] } },
    /groups\[0\]\.identity_provider_id is missing/,
  ],
  ["a misspelled status", { service_token: { id: "t", status: "disable" } }, /Did you mean "disabled"\?/],
  [
    "a misspelled risk level",
    { user: { risk: "hihg" } },
    /expected unscored, low, medium, high\. Did you mean "high"\?/,
  ],
  ["a token without an id", { service_token: {} }, /service_token\.id is missing/],
  [
    "a range for an address",
    { ip: "10.0.0.0/8" },
    /ip: got "10\.0\.0\.0\/8", expected one IPv4 or IPv6 address/,
  ],
  [
    "a country's name",
    { country: "Portugal" },
    /country: got "Portugal", expected a two-letter country code/,
  ],
  [
    "a list with a number",
    { device_posture: [1] },
    /device_posture: got \[1\], expected a list of texts or null/,
  ],
  [
    "an assumption that is a text",
    { assume: { a: "yes" } },
    /assume: got .*, expected an object of true and false/,
  ],
])("refuses %s", (_, json, message) => {
  expect(() => identityFromJson(json)).toThrow(AccessUsageError);
  expect(() => identityFromJson(json)).toThrow(message);
});

test("lists every error of a document", () => {
  expect(() => identityFromJson({ ip: "x", country: "xyz" })).toThrow(
    /^Invalid identity:\n- ip: .*\n- country: /,
  );
});
