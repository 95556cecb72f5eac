/** Short ways to write accounts and identities. */
import { type AccessAccount, accountFromApi, type Identity } from "../../../src/access";

type Json = Readonly<Record<string, unknown>>;

export const rule = {
  everyone: { everyone: {} },
  email: (email: string) => ({ email: { email } }),
  domain: (domain: string) => ({ email_domain: { domain } }),
  emailList: (id: string) => ({ email_list: { id } }),
  login: (id: string) => ({ login_method: { id } }),
  okta: (name: string, identity_provider_id = "okta") => ({ okta: { name, identity_provider_id } }),
  entra: (id: string, identity_provider_id = "entra") => ({ azureAD: { id, identity_provider_id } }),
  google: (email: string, identity_provider_id = "google") => ({ gsuite: { email, identity_provider_id } }),
  github: (name: string, team?: string, identity_provider_id = "github") => ({
    "github-organization": { name, identity_provider_id, ...(team === undefined ? {} : { team }) },
  }),
  saml: (attribute_name: string, attribute_value: string, identity_provider_id = "saml") => ({
    saml: { attribute_name, attribute_value, identity_provider_id },
  }),
  oidc: (claim_name: string, claim_value: string, identity_provider_id = "oidc") => ({
    oidc: { claim_name, claim_value, identity_provider_id },
  }),
  method: (auth_method: string) => ({ auth_method: { auth_method } }),
  context: (id: string) => ({ auth_context: { id, ac_id: `${id}-ac`, identity_provider_id: "entra" } }),
  member: (account_id?: string) => ({ cloudflare_account_member: account_id ? { account_id } : {} }),
  evaluation: (host: string) => ({
    external_evaluation: { evaluate_url: `https://${host}/check`, keys_url: `https://${host}/keys` },
  }),
  risk: (...levels: string[]) => ({ user_risk_score: { user_risk_score: levels } }),
  ip: (ip: string) => ({ ip: { ip } }),
  ipList: (id: string) => ({ ip_list: { id } }),
  country: (country_code: string) => ({ geo: { country_code } }),
  posture: (integration_uid: string, account_id?: string) => ({
    device_posture: account_id ? { integration_uid, account_id } : { integration_uid },
  }),
  certificate: { certificate: {} },
  name: (common_name: string) => ({ common_name: { common_name } }),
  token: (token_id: string) => ({ service_token: { token_id } }),
  anyToken: { any_valid_service_token: {} },
  linked: (app_uid: string) => ({ linked_app_token: { app_uid } }),
  group: (id: string) => ({ group: { id } }),
};

/** A policy; its name is its decision where none is given. */
export function policy(decision: string, include: readonly unknown[], more: Json = {}): Json {
  const name = (more.name as string | undefined) ?? decision;
  return { id: `policy-${name}`, name, decision, include, require: [], exclude: [], ...more };
}

export const allow = (...include: unknown[]) => policy("allow", include);
export const block = (...include: unknown[]) => policy("deny", include);
export const bypass = (...include: unknown[]) => policy("bypass", include);
export const serviceAuth = (...include: unknown[]) => policy("non_identity", include);

/** An account of one application, "wiki", whose other objects are all known. */
export function wiki(policies: readonly unknown[], application: Json = {}, more: Json = {}): AccessAccount {
  return accountFromApi({
    applications: [{ id: "wiki", name: "Wiki", domain: "wiki.example.com", policies, ...application }],
    organization: { created_at: "2024-01-01T00:00:00Z" },
    identity_providers: [
      { id: "okta", name: "Okta", type: "okta" },
      { id: "pin", name: "One-time PIN", type: "onetimepin" },
    ],
    ...more,
  });
}

/** A request without anything: no user, no token, no certificate. */
export const NOBODY: Identity = {
  user: null,
  service_token: null,
  linked_app_token: null,
  certificate: null,
  ip: "198.51.100.10",
  country: "PT",
  device_posture: null,
  ip_lists: null,
  url: null,
  method: "GET",
  ssh_username: null,
};

/** Ann, who logged in through Okta; the provider reported nothing else. */
export function ann(user: Json = {}, request: Json = {}): Identity {
  return {
    ...NOBODY,
    user: {
      email: "ann@example.com",
      identity_provider_id: "okta",
      groups: null,
      auth_methods: null,
      risk: "low",
      saml: null,
      oidc: null,
      device_identity: false,
      ...user,
    },
    ...request,
  } as Identity;
}

/** A program with a service token. */
export function program(id: string, request: Json = {}): Identity {
  return { ...NOBODY, service_token: { id }, ...request } as Identity;
}

export function nobody(request: Json = {}): Identity {
  return { ...NOBODY, ...request } as Identity;
}
