import { AccessClient, ApiError, type Credentials, DEFAULT_BASE_URL, formatUserAgent } from "../client";
import { type Attributes, type Diagnostic, type ObjectValue, UNKNOWN } from "../plugin";
import { type AccessMeta, locationErrors, RunWrites } from "./resources";

/** Each setting of the provider, and the environment variable it falls back to. */
const SETTINGS = {
  api_token: "CLOUDFLARE_API_TOKEN",
  api_key: "CLOUDFLARE_API_KEY",
  email: "CLOUDFLARE_EMAIL",
  account_id: "CLOUDFLARE_ACCOUNT_ID",
  base_url: "CLOUDFLARE_BASE_URL",
} as const;

/** Where what happens between a request and its answer is written. */
export interface Logger {
  trace(line: string): void;
  warn(line: string): void;
}

type SettingName = keyof typeof SETTINGS;
type Settings = { readonly [name in SettingName]: string | undefined };

/** The provider block. */
export const PROVIDER_ATTRIBUTES: Attributes = {
  api_token: {
    ...setting(
      "api_token",
      'API token with the permission "Access: Apps and Policies Write"; Read is enough to plan.',
    ),
    sensitive: true,
  },
  api_key: {
    ...setting("api_key", "Global API key, together with `email`; an API token is the better choice."),
    sensitive: true,
  },
  email: setting("email", "Email address the global API key belongs to."),
  account_id: setting("account_id", "ID of the Cloudflare account of every resource that names none."),
  redact_summaries: {
    type: "bool",
    optional: true,
    description:
      "Whether `summary`, warnings and errors show kinds and counts of rules only, and no value: for rules with values " +
      "that Terraform marks as sensitive, which a provider cannot see. Unset: they show values.",
  },
  base_url: setting("base_url", `Where the API is reached; \`${DEFAULT_BASE_URL}\` when unset.`),
  allow_insecure: {
    type: "bool",
    optional: true,
    description:
      "Lets `base_url` be an http address of another host, which sends the credentials in plain text. Only in the configuration; false when unset.",
  },
};

function setting(name: SettingName, description: string) {
  return {
    type: "string",
    optional: true,
    description: `${description} From the environment: \`${SETTINGS[name]}\`.`,
  } as const;
}

/**
 * Makes the client. The configuration goes before the environment; credentials are taken from one of the two and
 * never mixed, so that a token of the environment cannot stand in for a key of the configuration.
 */
export function configureAccess(
  config: ObjectValue,
  environment: {
    readonly engineVersion: string;
    readonly version: string;
    readonly variables: NodeJS.ProcessEnv;
    readonly logger: Logger;
  },
): { meta: AccessMeta | undefined; diagnostics?: readonly Diagnostic[] } {
  if (Object.values(config).includes(UNKNOWN)) return { meta: undefined };
  const given = settingsOf((name) => config[name]);
  const inherited = settingsOf((name) => environment.variables[SETTINGS[name]]);
  const found = credentialsOf(given) ?? credentialsOf(inherited);
  if (found === undefined) return { meta: undefined, diagnostics: [NO_CREDENTIALS] };
  if ("detail" in found) return { meta: undefined, diagnostics: [found] };
  const misplaced = accountErrors(given.account_id, inherited.account_id);
  if (misplaced.length > 0) return { meta: undefined, diagnostics: misplaced };
  const baseUrl = given.base_url ?? inherited.base_url;
  try {
    const client = new AccessClient({
      credentials: found,
      ...(baseUrl === undefined ? {} : { baseUrl }),
      allowInsecure: config.allow_insecure === true,
      environment: environment.variables,
      userAgent: formatUserAgent(environment.version, `engine ${environment.engineVersion}`),
      onTrace: (line) => environment.logger.trace(line),
      onWarn: (line) => environment.logger.warn(line),
    });
    const accountId = given.account_id ?? inherited.account_id;
    return {
      meta: { client, writes: new RunWrites(), accountId, redactSummaries: config.redact_summaries === true },
    };
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    return { meta: undefined, diagnostics: [unusable(error)] };
  }
}

function accountErrors(given: string | undefined, inherited: string | undefined): Diagnostic[] {
  if (given !== undefined) return locationErrors({ account_id: given }, ["account_id"]);
  return locationErrors({ account_id: inherited ?? null }, ["account_id"]).map(
    ({ severity, summary, detail }) => ({
      severity,
      summary: `${SETTINGS.account_id}: ${summary}`,
      detail,
    }),
  );
}

function settingsOf(read: (name: SettingName) => unknown): Settings {
  const value = (name: SettingName) => {
    const text = read(name);
    return typeof text === "string" && text !== "" ? text : undefined;
  };
  return Object.fromEntries(
    Object.keys(SETTINGS).map((name) => [name, value(name as SettingName)]),
  ) as Settings;
}

function credentialsOf({ api_token, api_key, email }: Settings): Credentials | Diagnostic | undefined {
  if (api_token !== undefined) return { apiToken: api_token };
  if (api_key === undefined) return undefined;
  return email === undefined ? KEY_WITHOUT_EMAIL : { apiKey: api_key, email };
}

const NO_CREDENTIALS: Diagnostic = {
  severity: "error",
  summary: "No Cloudflare API token is given",
  detail:
    "Set the environment variable CLOUDFLARE_API_TOKEN to an API token with the permission " +
    '"Access: Apps and Policies Write" on the account. (Or set api_token of the provider from a sensitive variable, or ' +
    "CLOUDFLARE_API_KEY together with CLOUDFLARE_EMAIL.)",
};

const KEY_WITHOUT_EMAIL: Diagnostic = {
  severity: "error",
  summary: "A global API key needs the email address it belongs to",
  detail:
    "Set email beside api_key (CLOUDFLARE_EMAIL beside CLOUDFLARE_API_KEY), or use an API token instead.",
};

function unusable(error: ApiError): Diagnostic {
  const detail = [`${error.reason}.`, error.fix].filter((line) => line !== undefined).join("\n\n");
  return { severity: "error", summary: "The provider's configuration cannot be used", detail };
}
