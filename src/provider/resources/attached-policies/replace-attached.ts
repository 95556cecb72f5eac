import {
  type ApplicationAnswer,
  type ApplicationEndpoint,
  changedSettings,
  type RequestOptions,
} from "../../../client";
import type { Diagnostic } from "../../../plugin";
import {
  attachedIds,
  changedMeanwhile,
  ownPoliciesRefused,
  sameIds,
  settingsChanged,
  writeOnlyRefused,
} from "./attached-diagnostics";

/** What a write does to the list that it finds. */
export interface Replacement {
  /** The list that the write starts from; any other one was made by somebody else after the plan. */
  readonly expected: readonly string[];
  readonly wanted: readonly string[];
}

export interface Replaced {
  /** The application after the write; undefined where it does not exist. */
  readonly application: ApplicationAnswer | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

/** One write, and another one where somebody else's write undid it. */
const ATTEMPTS = 2;

/**
 * Replaces the list of attached policies in one request. The API has no PATCH and no ETag: the application is read, written
 * back as a whole, read again and compared. A write that somebody else's undid is repeated once.
 *
 * @param replacement from the application as it is right before the write
 */
export async function replaceAttached(
  endpoint: ApplicationEndpoint,
  options: RequestOptions,
  replacement: (application: ApplicationAnswer) => Replacement,
): Promise<Replaced> {
  for (let attempt = 1; ; attempt++) {
    const before = await endpoint.document(options);
    if (before === undefined) return { application: undefined, diagnostics: [] };
    const { expected, wanted } = replacement(before);
    const attached = attachedIds(before);
    if (sameIds(attached, wanted)) return { application: before, diagnostics: [] };
    const refused = [
      ...ownPoliciesRefused(before),
      ...writeOnlyRefused(before, writeOnlySettings(before.members)),
    ];
    if (refused.length > 0) return { application: before, diagnostics: refused };
    if (!sameIds(attached, expected) || attempt > ATTEMPTS)
      return { application: before, diagnostics: [changedMeanwhile(expected, wanted, before)] };

    await endpoint.replacePolicies(before, wanted, options);
    const after = await endpoint.document(options);
    if (after !== undefined && sameIds(attachedIds(after), wanted))
      return { application: after, diagnostics: settingsChanged(after, changedSettings(before, after)) };
  }
}

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
