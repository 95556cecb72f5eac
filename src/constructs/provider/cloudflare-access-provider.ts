import { Annotations, type IResolvable, TerraformProvider } from "cdktf";
import type { Construct } from "constructs";
import { PROVIDER_ADDRESS, PROVIDER_SOURCE, PROVIDER_VERSION } from "../../delivery";
import { childPath, propsObject, refuseUnknownNames } from "../constructor-arguments";
import { attributesForHcl } from "../hcl-attributes";
import { checkLocationId } from "../reference/location";
import { isToken, withTextTokens } from "../tokens";
import { registerProvider } from "../tree/stack-checks";
import { shown, usageError } from "../usage-error";
import { installPluginOnSynth } from "./install-plugin";
import { usesSensitiveVariables } from "./sensitive-variables";

/** How the provider reaches the API. Whatever is left out comes from the environment when Terraform runs. */
export interface CloudflareAccessProviderProps {
  /**
   * ID of the Cloudflare account, 32 hexadecimal digits, for every policy without an `accountId` of its own.
   * @default - CLOUDFLARE_ACCOUNT_ID, when Terraform runs
   */
  readonly accountId?: string;
  /**
   * API token with the permission "Access: Apps and Policies Write". Leave it out, or give a sensitive
   * `TerraformVariable`: a literal is written into the synthesized files.
   * @default - CLOUDFLARE_API_TOKEN, when Terraform runs
   */
  readonly apiToken?: string;
  /**
   * Global API key, together with `email`; an API token is the better choice. A literal is written into the
   * synthesized files.
   * @default - CLOUDFLARE_API_KEY, when Terraform runs
   */
  readonly apiKey?: string;
  /**
   * Email address the global API key belongs to.
   * @default - CLOUDFLARE_EMAIL, when Terraform runs
   */
  readonly email?: string;
  /**
   * URL that the API is reached at.
   * @default - CLOUDFLARE_BASE_URL when Terraform runs, else https://api.cloudflare.com/client/v4
   */
  readonly baseUrl?: string;
  /**
   * Whether `baseUrl` may be an http address of another host than this machine, which sends the credentials in plain text.
   * @default false
   */
  readonly allowInsecure?: boolean | IResolvable;
  /**
   * Whether `summary`, warnings and errors show kinds and counts of rules only, and no value.
   * @default - true where a policy of this provider uses a sensitive `TerraformVariable`, else false
   */
  readonly redactSummaries?: boolean;
  /**
   * Name of this configuration, for a stack with several; resources choose it with `provider`.
   * @default - the configuration of all resources that choose none
   */
  readonly alias?: string;
}

/**
 * The Terraform provider for Access policies. It is part of this package: at synth the plugin is written beside the
 * stack's configuration, so `cdktf deploy` needs no registry and no further set-up.
 *
 * Throws when `apiToken` and `apiKey` are both given, for an empty credential, for an `accountId` that is not the ID of an
 * account, for a `baseUrl` that is not an http or https address, and for a prop that does not exist. Two providers in one
 * stack without an `alias` of their own are an error at synth.
 *
 * @example
 * new CloudflareAccessProvider(stack, "cloudflare", { accountId: "023e105f4ecef8ad9ca31a8372d0c353" });
 */
export class CloudflareAccessProvider extends TerraformProvider {
  static readonly tfResourceType = PROVIDER_ADDRESS.type;
  /** @internal */
  private readonly props: CloudflareAccessProviderProps;

  constructor(scope: Construct, id: string, given?: CloudflareAccessProviderProps) {
    const owner = `CloudflareAccessProvider "${childPath("CloudflareAccessProvider", scope, id)}"`;
    const props = propsObject(owner, given);
    checkProps(owner, props);
    super(scope, id, {
      terraformResourceType: PROVIDER_ADDRESS.type,
      terraformGeneratorMetadata: {
        providerName: PROVIDER_ADDRESS.type,
        providerVersion: PROVIDER_VERSION,
        providerVersionConstraint: PROVIDER_VERSION,
      },
      terraformProviderSource: PROVIDER_SOURCE,
    });
    this.props = withTextTokens(props);
    this.warnOfSecrets();
    registerProvider(this);
    installPluginOnSynth(this);
  }

  override get alias(): string | undefined {
    return this.props.alias;
  }

  protected override synthesizeAttributes(): { [name: string]: unknown } {
    const { alias, accountId, apiToken, apiKey, email, baseUrl, allowInsecure, redactSummaries } = this.props;
    const redact = redactSummaries ?? (usesSensitiveVariables(this) || undefined);
    const attributes = {
      alias,
      account_id: accountId,
      api_token: apiToken,
      api_key: apiKey,
      email,
      base_url: baseUrl,
      allow_insecure: allowInsecure,
      redact_summaries: redact,
    };
    return Object.fromEntries(Object.entries(attributes).filter(([, value]) => value !== undefined));
  }

  protected override synthesizeHclAttributes(): { [name: string]: unknown } {
    return attributesForHcl(this.synthesizeAttributes());
  }

  /** @internal */
  private warnOfSecrets(): void {
    const secrets = [
      ["apiToken", this.props.apiToken, CREDENTIALS.apiToken],
      ["apiKey", this.props.apiKey, CREDENTIALS.apiKey],
    ] as const;
    for (const [name, value, variable] of secrets) {
      if (value === undefined || isToken(value)) continue;
      Annotations.of(this).addWarning(
        `${name} is a literal, so the secret is written into the synthesized files (cdktf.out). ` +
          `Leave it out and set ${variable} where Terraform runs, or give a TerraformVariable with sensitive: true.`,
      );
    }
  }
}

const PROPS: ReadonlySet<string> = new Set([
  "accountId",
  "apiToken",
  "apiKey",
  "email",
  "baseUrl",
  "allowInsecure",
  "redactSummaries",
  "alias",
] satisfies (keyof CloudflareAccessProviderProps)[]);

const TEXTS = ["accountId", "apiToken", "apiKey", "email", "baseUrl", "alias"] as const;

/** What is never empty, with the environment variable that is read where it is left out. */
const CREDENTIALS = {
  apiToken: "CLOUDFLARE_API_TOKEN",
  apiKey: "CLOUDFLARE_API_KEY",
  email: "CLOUDFLARE_EMAIL",
} as const;

function checkProps(owner: string, props: CloudflareAccessProviderProps): void {
  const { accountId, apiToken, apiKey, baseUrl } = props;
  refuseUnknownNames(owner, props, PROPS);
  // The value is not shown: it may be a secret.
  for (const name of TEXTS) {
    const value: unknown = props[name];
    if (value === undefined || typeof value === "string" || isToken(value)) continue;
    throw usageError(`${owner}: ${name} is not a text. Give a text, or a token for one, or leave it out.`);
  }
  checkLocationId(owner, "accountId", accountId);
  for (const [name, variable] of Object.entries(CREDENTIALS)) {
    if (String(props[name as keyof typeof CREDENTIALS]).trim() !== "") continue;
    throw usageError(
      `${owner}: ${name} is empty. Give it a value, or leave it out, and ${variable} is taken.`,
    );
  }
  if (apiToken !== undefined && apiKey !== undefined) {
    throw usageError(
      `${owner}: apiToken and apiKey are both given. Give apiToken alone, or apiKey with email.`,
    );
  }
  if (baseUrl === undefined || isToken(baseUrl)) return;
  if (!URL.canParse(baseUrl) || !/^https?:$/.test(new URL(baseUrl).protocol)) {
    throw usageError(
      `${owner}: baseUrl is ${shown(baseUrl)}, which is not an http or https ` +
        'address. An example: "https://api.cloudflare.com/client/v4".',
    );
  }
}
