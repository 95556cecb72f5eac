import { inspect } from "node:util";
import { Account, type ClientParts } from "./account";
import { type AccountDirectory, accountDirectory } from "./account-directory";
import type { ApplicationEntry } from "./account-objects";
import { type AccountSnapshot, readSnapshot, type SnapshotOptions } from "./account-snapshot";
import type { ApplicationEndpoint } from "./application-endpoint";
import { type CreatesOptions, createPolicies } from "./create-policies";
import type { Credentials } from "./credentials";
import type { setAlarm } from "./http-exchange";
import { ListCache } from "./list-cache";
import { Observations } from "./observations";
import { createPipeline } from "./pipeline";
import type { PolicyAnswer } from "./policy-answer";
import type { PolicyEndpoint, RequestOptions } from "./policy-endpoint";
import { pathSegment } from "./request";
import type { RetryOptions } from "./retry";
import { type Route, routeTo } from "./route";
import { DEFAULT_BASE_URL, formatUserAgent, parseBaseUrl, refuseInsecure } from "./settings";
import { WriteLog } from "./write-log";

export interface AccessClientOptions {
  readonly credentials: Credentials;
  /** @default https://api.cloudflare.com/client/v4 */
  readonly baseUrl?: string;
  /** Allows the credentials to be sent to an http address of another host, in plain text. @default false */
  readonly allowInsecure?: boolean;
  /** From {@link formatUserAgent}. @default the product's name without a version */
  readonly userAgent?: string;
  /** For one request, from its start to the end of its answer. @default 30000 */
  readonly timeoutMs?: number;
  /**
   * How long a write that was sent may still be answered after its signal asked to stop; a create two thirds of it, since
   * its policy is looked for then. @default 1500
   */
  readonly stopGraceMs?: number;
  /** The timer of these two. @default setTimeout */
  readonly alarm?: typeof setAlarm;
  /** Called after each request with its method, path, status (or kind of failure) and duration; nothing secret. */
  readonly onTrace?: (line: string) => void;
  /** Called when requests have to wait, for the limit or to be tried again, with a line for people; nothing secret. */
  readonly onWarn?: (line: string) => void;
  /** How failed requests are retried. @default for 20 minutes, or until a request's own deadline */
  readonly retry?: RetryOptions;
  /** How creates are reconciled whose answer was lost. */
  readonly creates?: CreatesOptions;
  /**
   * Source of HTTPS_PROXY, HTTP_PROXY and NO_PROXY (or in lower case), and of NODE_TLS_REJECT_UNAUTHORIZED.
   * @default process.env
   */
  readonly environment?: Readonly<Record<string, string | undefined>>;
}

/**
 * A typed client of the Cloudflare API's Access policies: the one place that knows paths, JSON and the envelope.
 *
 * Connections are kept alive. Proxies are taken from the environment and extra CAs from `NODE_EXTRA_CA_CERTS`.
 * Everything that goes wrong is an {@link ApiError}, also settings that cannot be right (kind "misconfigured", thrown
 * by the constructor). The credentials show up neither in errors nor when the client is printed.
 *
 * @see https://developers.cloudflare.com/api/resources/zero_trust/subresources/access/subresources/policies/
 */
export class AccessClient {
  readonly #parts: ClientParts;
  readonly #accounts = new Map<string, Account>();
  readonly #route: Route;
  readonly #baseUrl: string;

  constructor(options: AccessClientOptions) {
    const baseUrl = parseBaseUrl(options.baseUrl ?? DEFAULT_BASE_URL);
    this.#baseUrl = baseUrl.href.replace(/\/$/, "");
    const { environment = process.env, allowInsecure = false, onTrace, onWarn } = options;
    this.#route = routeTo(baseUrl, environment);
    refuseInsecure(baseUrl, environment, { allowInsecure, via: this.#route.description });
    const observations = new Observations();
    const writes = new WriteLog();
    const send = createPipeline(observations, {
      credentials: options.credentials,
      baseUrl: this.#baseUrl,
      userAgent: options.userAgent ?? formatUserAgent(),
      timeoutMs: options.timeoutMs ?? 30_000,
      stopGraceMs: options.stopGraceMs ?? 1_500,
      alarm: options.alarm,
      route: this.#route,
      retry: options.retry,
      onTrace,
      onWarn,
    });
    this.#parts = {
      send,
      writes,
      cache: new ListCache(writes),
      creates: createPolicies({ send, writes, observations }, { onWarn, ...options.creates }),
    };
  }

  /** The account's reusable policies: `/accounts/{account_id}/access/policies`. */
  reusablePolicies(accountId: string): PolicyEndpoint {
    return this.#account("use reusable policies", accountId).reusablePolicies;
  }

  /** The policies of one application: `/accounts/{account_id}/access/apps/{app_id}/policies`. */
  applicationPolicies(accountId: string, appId: string): PolicyEndpoint {
    return this.#account("use application policies", accountId).applicationPolicies(appId);
  }

  /** One application and the reusable policies attached to it: `/accounts/{account_id}/access/apps/{app_id}`. */
  application(accountId: string, appId: string): ApplicationEndpoint {
    return this.#account("use an application", accountId).application(appId);
  }

  /** What the account has that rules and policies refer to; each kind is listed once and cached. */
  directory(accountId: string): AccountDirectory {
    const account = pathSegment("look things up by name", "account id", accountId);
    return accountDirectory(this.#parts, account);
  }

  /** Reads everything of an account that decides who gets in; writes nothing. */
  snapshot(accountId: string, options: SnapshotOptions = {}): Promise<AccountSnapshot> {
    const account = pathSegment("take a snapshot", "account id", accountId);
    return readSnapshot(this.#parts.send, account, options);
  }

  applicationsWith(
    accountId: string,
    policyId: string,
    options?: RequestOptions,
  ): Promise<readonly ApplicationEntry[]> {
    const account = this.#account("look for the applications that use a policy", accountId);
    return account.applicationsWith(policyId, options);
  }

  /** Makes a policy of one application reusable, under its id; the API has no way back. */
  makeReusable(
    accountId: string,
    appId: string,
    policyId: string,
    options?: RequestOptions,
  ): Promise<PolicyAnswer> {
    const account = this.#account("make application policy reusable", accountId);
    return account.makeReusable(appId, policyId, options);
  }

  #account(operation: string, accountId: string): Account {
    const segment = pathSegment(operation, "account id", accountId);
    const account = this.#accounts.get(segment) ?? new Account(this.#parts, segment);
    this.#accounts.set(segment, account);
    return account;
  }

  /** Closes the connections that are kept alive; requests in flight fail. */
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
