import type { FormatName } from "./formats";
import { ACCESS_DECISIONS, AccessDecision } from "./formats";
import type { Reference } from "./references";
import type { SelectorDefinition, SelectorField } from "./selector-definition";

const { ALLOW, DENY, NON_IDENTITY, BYPASS } = AccessDecision;
/** Somebody has to log in, which neither Bypass nor Service Auth asks for. */
const WITH_LOGIN = [ALLOW, DENY] as const;
const INFRASTRUCTURE = { infrastructure: true } as const;

const identityBased = { decisions: WITH_LOGIN, identity: true, infrastructure: false } as const;
const requestBased = { decisions: ACCESS_DECISIONS, identity: false, infrastructure: false } as const;

function text(description: string, format: FormatName = "text"): SelectorField {
  return { type: "string", required: true, description, format };
}

function optional(field: SelectorField): SelectorField {
  return { ...field, required: false };
}

/** An account that is the policy's own where it is left out. */
function ownAccount(description: string): SelectorField {
  const words = `${description}; without it, the policy's own account.`;
  return { ...optional(text(words, "account-id")), absentMeans: "own account" };
}

function idOf(description: string, kind: Reference["kind"], type?: string): SelectorField {
  return { ...text(description, "id"), refersTo: type === undefined ? { kind } : { kind, type } };
}

function provider(product: string, type: string): SelectorField {
  return idOf(`ID of the ${product} identity provider the group is read from.`, "identity_provider", type);
}

/**
 * The rules the Access API knows, in the order the API documents them.
 * Sources: the API's `access_rule` schema; the selector table of the Access policies page for what each one matches,
 * whether it needs a login, and with which decisions it works.
 */
export const SELECTORS: readonly SelectorDefinition[] = [
  {
    key: "group",
    wireKey: "group",
    factory: "group",
    plural: "groups",
    shape: "strings",
    fields: { id: idOf("ID of an Access group of the account.", "group") },
    description: "Members of an Access group: a set of rules kept once and used in many policies.",
    noun: "Access group",
    ...requestBased,
  },
  {
    key: "any_valid_service_token",
    wireKey: "any_valid_service_token",
    factory: "anyValidServiceToken",
    shape: "flag",
    fields: {},
    description: "Requests that carry any valid service token of the account.",
    noun: "any valid service token",
    ...requestBased,
    decisions: [NON_IDENTITY],
  },
  {
    key: "auth_context",
    wireKey: "auth_context",
    factory: "authContext",
    shape: "objects",
    fields: {
      id: text("ID of the authentication context.", "id"),
      ac_id: text("ACID of the authentication context, as Entra ID shows it.", "id"),
      identity_provider_id: idOf(
        "ID of the Entra ID (Azure AD) identity provider.",
        "identity_provider",
        "azureAD",
      ),
    },
    description: "Users who satisfy an Entra ID (Azure AD) authentication context.",
    noun: "authentication context",
    ...identityBased,
  },
  {
    key: "auth_method",
    wireKey: "auth_method",
    factory: "authMethod",
    plural: "authMethods",
    shape: "strings",
    fields: {
      auth_method: text("Authentication method reference of RFC 8176, such as `mfa`, `hwk` or `otp`."),
    },
    description:
      "Users who logged in with a given authentication method, as their identity provider reports it.",
    noun: "authentication method",
    ...identityBased,
    ...INFRASTRUCTURE,
  },
  {
    key: "azure_ad",
    wireKey: "azureAD",
    factory: "azureAd",
    shape: "objects",
    fields: {
      id: text("Object ID of the group in Entra ID.", "id"),
      identity_provider_id: provider("Entra ID (Azure AD)", "azureAD"),
    },
    description: "Members of an Entra ID (Azure AD) group.",
    noun: "Azure AD group",
    ...identityBased,
    ...INFRASTRUCTURE,
  },
  {
    key: "certificate",
    wireKey: "certificate",
    factory: "certificate",
    shape: "flag",
    fields: {},
    description: "Requests that present any valid client certificate (mutual TLS).",
    noun: "any valid certificate",
    ...requestBased,
  },
  {
    key: "cloudflare_account_member",
    wireKey: "cloudflare_account_member",
    factory: "cloudflareAccountMember",
    shape: "objects",
    fields: { account_id: ownAccount("ID of the Cloudflare account (32 hexadecimal digits)") },
    description: "Members of a Cloudflare account; needs a Cloudflare identity provider.",
    noun: "Cloudflare account member",
    ...identityBased,
  },
  {
    key: "common_name",
    wireKey: "common_name",
    factory: "commonName",
    plural: "commonNames",
    shape: "strings",
    fields: { common_name: text("Common name (CN) in the certificate's subject.") },
    description: "Requests that present a valid client certificate with a given common name.",
    noun: "certificate common name",
    ...requestBased,
    single: true,
  },
  {
    key: "geo",
    wireKey: "geo",
    factory: "geo",
    plural: "geos",
    shape: "strings",
    fields: { country_code: text("Country code, ISO 3166-1 alpha-2, such as `PT`.", "country") },
    description: "Requests from a country, judged by the IP address.",
    noun: "country",
    ...requestBased,
    ...INFRASTRUCTURE,
    single: true,
  },
  {
    key: "device_posture",
    wireKey: "device_posture",
    factory: "devicePosture",
    plural: "devicePostures",
    shape: "objects",
    fields: {
      integration_uid: idOf("ID of a device posture check.", "device_posture_rule"),
      account_id: ownAccount("ID of the account that has the check (32 hexadecimal digits)"),
    },
    description: "Devices that pass a device posture check.",
    noun: "device posture check",
    ...requestBased,
    ...INFRASTRUCTURE,
  },
  {
    key: "email_domain",
    wireKey: "email_domain",
    factory: "emailDomain",
    plural: "emailDomains",
    shape: "strings",
    fields: { domain: text("Domain after the `@`, such as `example.com`.", "domain") },
    description: "Users whose email address is in a domain.",
    noun: "email domain",
    ...identityBased,
    ...INFRASTRUCTURE,
    single: true,
  },
  {
    key: "email_list",
    wireKey: "email_list",
    factory: "emailList",
    plural: "emailLists",
    shape: "strings",
    fields: { id: idOf("ID of an email list of the account.", "list", "EMAIL") },
    description: "Users whose email address is in one of the account's lists.",
    noun: "email list",
    ...identityBased,
  },
  {
    key: "email",
    wireKey: "email",
    factory: "email",
    plural: "emails",
    shape: "strings",
    fields: { email: text("Email address of the user, such as `ann@example.com`.", "email") },
    description: "The user with an email address.",
    noun: "email",
    ...identityBased,
    ...INFRASTRUCTURE,
    single: true,
  },
  {
    key: "everyone",
    wireKey: "everyone",
    factory: "everyone",
    shape: "flag",
    fields: {},
    description: "Everyone.",
    noun: "everyone",
    ...requestBased,
    // The selector table leaves it out, the API's own examples for infrastructure applications use it.
    ...INFRASTRUCTURE,
  },
  {
    key: "external_evaluation",
    wireKey: "external_evaluation",
    factory: "externalEvaluation",
    shape: "objects",
    fields: {
      evaluate_url: text("HTTPS address of your API that decides about the user.", "https-url"),
      keys_url: text("HTTPS address of the keys with which that API signs its answers.", "https-url"),
    },
    description: "Users that an API of yours admits.",
    noun: "external evaluation",
    ...identityBased,
  },
  {
    key: "github_organization",
    wireKey: "github-organization",
    factory: "githubOrganization",
    shape: "objects",
    fields: {
      name: text("Name of the organization on GitHub."),
      identity_provider_id: idOf("ID of the GitHub identity provider.", "identity_provider", "github"),
      team: optional(text("Name of a team in the organization; without it, every member matches.")),
    },
    description: "Members of a GitHub organization, or of one of its teams.",
    noun: "GitHub organization",
    ...identityBased,
    ...INFRASTRUCTURE,
  },
  {
    key: "gsuite",
    wireKey: "gsuite",
    factory: "gsuite",
    shape: "objects",
    fields: {
      email: text("Email address of the Google Workspace group.", "email"),
      identity_provider_id: provider("Google Workspace", "google-apps"),
    },
    description: "Members of a Google Workspace group.",
    noun: "Google Workspace group",
    ...identityBased,
    ...INFRASTRUCTURE,
  },
  {
    key: "ip_list",
    wireKey: "ip_list",
    factory: "ipList",
    plural: "ipLists",
    shape: "strings",
    fields: { id: idOf("ID of an IP list of the account.", "list", "IP") },
    description: "Requests from an IP address in one of the account's lists.",
    noun: "IP list",
    ...requestBased,
  },
  {
    key: "ip",
    wireKey: "ip",
    factory: "ip",
    plural: "ips",
    shape: "strings",
    fields: { ip: text("IPv4 or IPv6 address or CIDR range: `203.0.113.7`, `2001:db8::/32`.", "ip") },
    description: "Requests from an IP address or range.",
    noun: "IP",
    ...requestBased,
  },
  {
    key: "linked_app_token",
    wireKey: "linked_app_token",
    factory: "linkedAppToken",
    plural: "linkedAppTokens",
    shape: "strings",
    fields: { app_uid: idOf("ID of an Access for SaaS application that uses OIDC.", "application") },
    description: "Requests that carry an OAuth 2.0 access token issued for a linked OIDC SaaS application.",
    noun: "linked app token",
    ...requestBased,
    decisions: [NON_IDENTITY, BYPASS],
  },
  {
    key: "login_method",
    wireKey: "login_method",
    factory: "loginMethod",
    plural: "loginMethods",
    shape: "strings",
    fields: { id: idOf("ID of an identity provider of the account.", "identity_provider") },
    description: "Users who log in through an identity provider.",
    noun: "login method",
    ...identityBased,
    single: true,
  },
  {
    key: "oidc",
    wireKey: "oidc",
    factory: "oidc",
    shape: "objects",
    fields: {
      claim_name: text("Name of the claim."),
      claim_value: text("Value the claim must have."),
      identity_provider_id: idOf("ID of the OpenID Connect identity provider.", "identity_provider"),
    },
    description: "Users whose OpenID Connect claim has a value.",
    noun: "OIDC claim",
    ...identityBased,
  },
  {
    key: "okta",
    wireKey: "okta",
    factory: "okta",
    shape: "objects",
    fields: {
      name: text("Name of the group in Okta."),
      identity_provider_id: provider("Okta", "okta"),
    },
    description: "Members of an Okta group.",
    noun: "Okta group",
    ...identityBased,
    ...INFRASTRUCTURE,
  },
  {
    key: "saml",
    wireKey: "saml",
    factory: "saml",
    shape: "objects",
    fields: {
      attribute_name: text("Name of the SAML attribute."),
      attribute_value: text("Value the attribute must have."),
      identity_provider_id: idOf("ID of the SAML identity provider.", "identity_provider"),
    },
    description: "Users whose SAML attribute has a value.",
    noun: "SAML attribute",
    ...identityBased,
    ...INFRASTRUCTURE,
  },
  {
    key: "service_token",
    wireKey: "service_token",
    factory: "serviceToken",
    plural: "serviceTokens",
    shape: "strings",
    fields: { token_id: idOf("ID of a service token (not its client ID).", "service_token") },
    description: "Requests that carry a given service token.",
    noun: "service token",
    ...requestBased,
    decisions: [NON_IDENTITY],
    single: true,
  },
  {
    key: "user_risk_score",
    wireKey: "user_risk_score",
    factory: "userRiskScore",
    shape: "objects",
    fields: {
      user_risk_score: {
        type: "strings",
        required: true,
        description: "Risk levels, at least one of `low`, `medium`, `high` and `unscored`.",
        format: "risk-level",
        atLeastOne: true,
      },
    },
    description: "Users whose risk score is at one of the given levels.",
    noun: "user risk score",
    ...identityBased,
  },
];

const byKey = new Map(SELECTORS.map((selector) => [selector.key, selector]));
const byWireKey = new Map(SELECTORS.map((selector) => [selector.wireKey, selector]));

/** The selector with this name in Terraform, if there is one. */
export function selectorByKey(key: string): SelectorDefinition | undefined {
  return byKey.get(key);
}

/** The selector with this name in the API's JSON, if there is one. */
export function selectorByWireKey(wireKey: string): SelectorDefinition | undefined {
  return byWireKey.get(wireKey);
}

/** The one field of a selector of the shape `strings`; of any other, the field that its plural factory sets. */
export function singleField(selector: SelectorDefinition): string {
  return Object.keys(selector.fields)[0]!;
}
