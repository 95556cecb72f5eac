import { type Check, exactlyOneKey, list, object, oneOf, text } from "./check";
import { ADDRESS, COUNTRY, DOMAIN, EMAIL, URL_FORMAT } from "./formats";

const id = text();
const identityProvider = { identity_provider_id: id };

/** The rules of the API's reference, by their key. */
const RULES: ReadonlyMap<string, Check> = new Map([
  ["group", object({ id })],
  ["any_valid_service_token", object({})],
  ["auth_context", object({ id, ac_id: id, ...identityProvider })],
  ["auth_method", object({ auth_method: text() })],
  ["azureAD", object({ id, ...identityProvider })],
  ["certificate", object({})],
  ["cloudflare_account_member", object({}, { account_id: id })],
  ["common_name", object({ common_name: text() })],
  ["geo", object({ country_code: text({ format: COUNTRY }) })],
  ["device_posture", object({ integration_uid: id }, { account_id: id })],
  ["email_domain", object({ domain: text({ format: DOMAIN }) })],
  ["email_list", object({ id })],
  ["email", object({ email: text({ format: EMAIL }) })],
  ["everyone", object({})],
  [
    "external_evaluation",
    object({ evaluate_url: text({ format: URL_FORMAT }), keys_url: text({ format: URL_FORMAT }) }),
  ],
  ["github-organization", object({ name: text(), ...identityProvider }, { team: text() })],
  ["gsuite", object({ email: text(), ...identityProvider })],
  ["ip_list", object({ id })],
  ["ip", object({ ip: text({ format: ADDRESS }) })],
  ["linked_app_token", object({ app_uid: id })],
  ["login_method", object({ id })],
  ["oidc", object({ claim_name: text(), claim_value: text(), ...identityProvider })],
  ["okta", object({ name: text(), ...identityProvider })],
  ["saml", object({ attribute_name: text(), attribute_value: text(), ...identityProvider })],
  ["service_token", object({ token_id: id })],
  [
    "user_risk_score",
    object({ user_risk_score: list(oneOf("low", "medium", "high", "unscored"), { least: 1 }) }),
  ],
]);

const anyObject = object({}, {}, { open: true });

/** A rule: one selector of the reference, or one in `newer`, whose content passes unchecked. */
export function ruleCheck(newer: ReadonlySet<string>): Check {
  return exactlyOneKey("selector", (key) => RULES.get(key) ?? (newer.has(key) ? anyObject : undefined));
}

/** The selectors in these rule lists that the reference does not have. */
export function unknownSelectors(body: Readonly<Record<string, unknown>>): string[] {
  return ["include", "exclude", "require"]
    .flatMap((name) => (Array.isArray(body[name]) ? body[name] : []))
    .flatMap((rule) => (typeof rule === "object" && rule !== null ? Object.keys(rule) : []))
    .filter((key) => !RULES.has(key));
}
