import { inspect } from "node:util";
import { DEFAULT_BASE_URL, parseBaseUrl, pathSegment } from "./base-url";
import type { Credentials } from "./credentials";
import { policyCollection } from "./policy-collection";
import type { PolicyEndpoint } from "./policy-endpoint";
import { chooseRoute, type Route } from "./proxy";
import type { Send } from "./request";
import { createSender } from "./sender";
import { httpTransport } from "./transport";
import { formatUserAgent } from "./user-agent";

export interface AccessClientOptions {
  readonly credentials: Credentials;
  /** @default https://api.cloudflare.com/client/v4 */
  readonly baseUrl?: string;
  /** From {@link formatUserAgent}. @default the product's name without a version */
  readonly userAgent?: string;
  /** For one request, from its start to the end of its answer. @default 30000 */
  readonly timeoutMs?: number;
  /** Called after each request with its method, path, status (or kind of failure) and duration; nothing secret. */
  readonly onTrace?: (line: string) => void;
  /** Where HTTPS_PROXY, HTTP_PROXY, ALL_PROXY and NO_PROXY (also in lower case) are looked up. @default process.env */
  readonly environment?: Readonly<Record<string, string | undefined>>;
}

/**
 * The Cloudflare API's Access policies, typed: the one place that knows paths, JSON and the envelope.
 *
 * Connections are kept alive. Proxies are taken from the environment and extra CAs from `NODE_EXTRA_CA_CERTS`.
 * Everything that goes wrong is an {@link ApiError}, also settings that cannot be right (kind "misconfigured", thrown
 * by the constructor). The credentials show up neither in errors nor when the client is printed.
 *
 * @see https://developers.cloudflare.com/api/resources/zero_trust/subresources/access/subresources/policies/
 */
export class AccessClient {
  readonly #send: Send;
  readonly #route: Route;
  readonly #baseUrl: URL;

  constructor(options: AccessClientOptions) {
    this.#baseUrl = parseBaseUrl(options.baseUrl ?? DEFAULT_BASE_URL);
    this.#route = chooseRoute(this.#baseUrl, options.environment ?? process.env);
    this.#send = createSender({
      credentials: options.credentials,
      baseUrl: this.#baseUrl,
      userAgent: options.userAgent ?? formatUserAgent(),
      timeoutMs: options.timeoutMs ?? 30_000,
      transport: httpTransport(this.#route.agent),
      via: this.#route.description,
      onTrace: options.onTrace,
    });
  }

  /** The account's reusable policies: `/accounts/{account_id}/access/policies`. */
  reusablePolicies(accountId: string): PolicyEndpoint {
    const account = pathSegment("use reusable policies", "account id", accountId);
    return policyCollection(
      this.#send,
      `/accounts/${account}/access/policies`,
      "reusable policy",
      "reusable policies",
    );
  }

  /** The policies of one application: `/accounts/{account_id}/access/apps/{app_id}/policies`. */
  applicationPolicies(accountId: string, appId: string): PolicyEndpoint {
    const account = pathSegment("use application policies", "account id", accountId);
    const app = pathSegment("use application policies", "application id", appId);
    const path = `/accounts/${account}/access/apps/${app}/policies`;
    return policyCollection(this.#send, path, "application policy", "application policies");
  }

  /** Closes the connections that are kept alive; requests under way fail. */
  close(): void {
    this.#route.agent.destroy();
  }

  toString(): string {
    return `AccessClient(${this.#baseUrl.href})`;
  }

  [inspect.custom](): string {
    return this.toString();
  }
}
