/** Rules in words, with the names of what they refer to. */
import { canonicalRule, DEFERRED, knownRule } from "../model";
import { quoted } from "../text";
import { type AccountIndex, nameIn, plain } from "./account-index";

type Fields = Readonly<Record<string, unknown>>;

/** One rule: `email ann@example.com`, `Access group "Staff"`, `country PT`. */
export function ruleInWords(rule: unknown, index: AccountIndex): string {
  if (rule === DEFERRED) return "a rule that is known after apply";
  const known = knownRule(rule);
  if (known === undefined) return `rule ${quoted(canonicalRule(rule))}`;
  const { selector, fields } = known;
  const words = WORDS_BY_SELECTOR[selector.key];
  return words === undefined ? `rule ${quoted(canonicalRule(rule))}` : words(fields, index);
}

const WORDS_BY_SELECTOR: Readonly<Record<string, (fields: Fields, index: AccountIndex) => string>> = {
  everyone: () => "everyone",
  email: ({ email }) => `email ${plain(email)}`,
  email_domain: ({ domain }) => `emails at ${plain(domain)}`,
  email_list: ({ id }, { lists }) => `email list ${named(lists, id)}`,
  login_method: ({ id }, { providers }) => `login through ${named(providers, id)}`,
  azure_ad: ({ id, identity_provider_id: provider }, index) => groupWords(id, provider, index),
  gsuite: ({ email, identity_provider_id: provider }, index) => groupWords(email, provider, index),
  okta: ({ name, identity_provider_id: provider }, index) => groupWords(name, provider, index),
  github_organization: ({ name, team, identity_provider_id: provider }, { providers }) => {
    const organization = `GitHub organization ${plain(name)}`;
    const of = team === undefined ? organization : `team ${plain(team)} of ${organization}`;
    return `${of} (${named(providers, provider)})`;
  },
  saml: ({ attribute_name: name, attribute_value: value, identity_provider_id: provider }, { providers }) =>
    `SAML ${plain(name)} = ${plain(value)} (${named(providers, provider)})`,
  oidc: ({ claim_name: name, claim_value: value, identity_provider_id: provider }, { providers }) =>
    `OIDC ${plain(name)} = ${plain(value)} (${named(providers, provider)})`,
  auth_method: ({ auth_method: method }) => `authentication method ${plain(method)}`,
  auth_context: ({ ac_id: id, identity_provider_id: provider }, { providers }) =>
    `authentication context ${plain(id)} (${named(providers, provider)})`,
  cloudflare_account_member: ({ account_id: id }) =>
    `member of ${id === undefined ? "this Cloudflare account" : `Cloudflare account ${plain(id)}`}`,
  external_evaluation: ({ evaluate_url: url }) => `yes from ${plain(url)}`,
  user_risk_score: ({ user_risk_score: levels }) =>
    `risk ${(levels as unknown[]).map((level) => plain(level)).join(" or ")}`,
  ip: ({ ip }) => `IP ${plain(ip)}`,
  ip_list: ({ id }, { lists }) => `IP list ${named(lists, id)}`,
  geo: ({ country_code: code }) => `country ${plain(code)}`,
  device_posture: ({ integration_uid: check, account_id: account }) =>
    `posture check ${plain(check)}${account === undefined ? "" : ` of account ${plain(account)}`}`,
  certificate: () => "any valid certificate",
  common_name: ({ common_name: name }) => `certificate ${plain(name)}`,
  service_token: ({ token_id: id }, { tokens }) => `service token ${named(tokens, id)}`,
  any_valid_service_token: () => "any valid service token",
  linked_app_token: ({ app_uid: id }) => `token of linked application ${plain(id)}`,
  group: ({ id }, { groups }) => `Access group ${named(groups, id)}`,
};

function named(entries: Parameters<typeof nameIn>[0], id: unknown): string {
  return typeof id === "string" ? nameIn(entries, id) : plain(id);
}

function groupWords(name: unknown, provider: unknown, { providers }: AccountIndex): string {
  return `group ${plain(name)} (${named(providers, provider)})`;
}
