/**
 * The settings of an application that the API accepts and never returns. A write of the whole application would lose
 * them. Source: the request and response variants of "Update an Access application" in Cloudflare's OpenAPI, and the
 * doc comments of its SDKs ("only returned on POST request").
 */

type Members = Readonly<Record<string, unknown>>;

/** By the `scheme` of `scim_config.authentication`. */
const SCIM_CREDENTIALS: Readonly<Record<string, string>> = {
  httpbasic: "password",
  oauthbearertoken: "token",
  oauth2: "client_secret",
  access_service_token: "client_secret",
};

/**
 * Returns the settings of an application that its answer cannot contain, e.g. `saas_app.client_secret`; empty where a
 * write of what was read loses nothing.
 */
export function writeOnlySettings(application: Members): string[] {
  return [...saasSecrets(application), ...scimSecrets(application.scim_config)];
}

function saasSecrets({ type, saas_app: saas }: Members): string[] {
  if (type !== "saas") return [];
  const { auth_type: authentication, client_id: client } = membersOf(saas);
  return authentication === "oidc" || client !== undefined ? ["saas_app.client_secret"] : [];
}

/** One authentication, or a list of several; one that is missing from the answer is not known to be unset. */
function scimSecrets(scim: unknown): string[] {
  if (scim === undefined || scim === null) return [];
  const { authentication } = membersOf(scim);
  if (authentication === undefined || authentication === null) return ["scim_config.authentication"];
  const each = Array.isArray(authentication) ? authentication : [authentication];
  const fields = each.map((one) => SCIM_CREDENTIALS[String(membersOf(one).scheme)] ?? "credentials");
  return [...new Set(fields)].map((field) => `scim_config.authentication.${field}`);
}

function membersOf(value: unknown): Members {
  return typeof value === "object" && value !== null ? (value as Members) : {};
}
