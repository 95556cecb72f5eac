import { inspect } from "node:util";
import { type AccountDirectory, accountDirectory } from "./account-directory";
import { DEFAULT_BASE_URL, parseBaseUrl, pathSegment } from "./base-url";
import type { Credentials } from "./credentials";
import { ListMemory } from "./list-memory";
import { policyCollection } from "./policy-collection";
import type { PolicyEndpoint } from "./policy-endpoint";
import type { Send } from "./request";
import { requestStack } from "./request-stack";
import { type Route, routeTo } from "./route";
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
  /** Where HTTPS_PROXY, HTTP_PROXY and NO_PROXY (or in lower case) are looked up. @default process.env */
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
  readonly #memory = new ListMemory();
  readonly #route: Route;
  readonly #baseUrl: string;

  constructor(options: AccessClientOptions) {
    const baseUrl = parseBaseUrl(options.baseUrl ?? DEFAULT_BASE_URL);
    this.#baseUrl = baseUrl.href.replace(/\/$/, "");
    this.#route = routeTo(baseUrl, options.environment ?? process.env);
    const send = requestStack({
      credentials: options.credentials,
      baseUrl: this.#baseUrl,
      userAgent: options.userAgent ?? formatUserAgent(),
      timeoutMs: options.timeoutMs ?? 30_000,
      route: this.#route,
      onTrace: options.onTrace,
    });
    this.#send = this.#memory.watching(send);
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

  /** What the account has that rules and policies refer to; each kind is listed once and remembered. */
  directory(accountId: string): AccountDirectory {
    const account = pathSegment("look things up by name", "account id", accountId);
    return accountDirectory(this.#send, this.#memory, account);
  }

  /** Closes the connections that are kept alive; requests under way fail. */
  close(): void {
    this.#route.close();
  }

  toString(): string {
    return `AccessClient(${this.#baseUrl})`;
  }

  [inspect.custom](): string {
    return this.toString();
  }
}
