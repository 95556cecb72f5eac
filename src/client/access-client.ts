import { inspect } from "node:util";
import { type AccountDirectory, accountDirectory } from "./account-directory";
import type { ApplicationEntry } from "./account-objects";
import { AccountPolicies, type ClientParts } from "./account-policies";
import { type AccountSnapshot, readSnapshot, type SnapshotOptions } from "./account-snapshot";
import type { ApplicationEndpoint } from "./application-endpoint";
import { DEFAULT_BASE_URL, parseBaseUrl, pathSegment } from "./base-url";
import { type CreatesOptions, createPolicies, SeenIds, ServerClock, withLastLook } from "./creates";
import type { Credentials } from "./credentials";
import { ListMemory } from "./list-memory";
import { makeReusable } from "./make-reusable";
import { OwnWrites } from "./own-writes";
import type { PolicyAnswer } from "./policy-answer";
import type { PolicyEndpoint, RequestOptions } from "./policy-endpoint";
import { applicationsWith } from "./policy-users";
import { Forthcoming, type ReadsOptions } from "./reads";
import { requestStack } from "./request-stack";
import type { RetryOptions } from "./retry";
import { type Route, routeTo } from "./route";
import { refuseInsecure } from "./secure-address";
import type { setAlarm } from "./transport";
import { formatUserAgent } from "./user-agent";

export interface AccessClientOptions {
  readonly credentials: Credentials;
  /** @default https://api.cloudflare.com/client/v4 */
  readonly baseUrl?: string;
  /** Lets the credentials go to an http address of another host, in plain text. @default false */
  readonly allowInsecure?: boolean;
  /** From {@link formatUserAgent}. @default the product's name without a version */
  readonly userAgent?: string;
  /** For one request, from its start to the end of its answer. @default 30000 */
  readonly timeoutMs?: number;
  /**
   * How long a write that was sent may still be answered after its signal asked to stop; a create two thirds of it, since
   * there is a look for it then. @default 1500
   */
  readonly stopGraceMs?: number;
  /** What these two are measured by. @default setTimeout */
  readonly alarm?: typeof setAlarm;
  /** Called after each request with its method, path, status (or kind of failure) and duration; nothing secret. */
  readonly onTrace?: (line: string) => void;
  /** Called when requests have to wait, for the limit or to be tried again, with a line for people; nothing secret. */
  readonly onWarn?: (line: string) => void;
  /** How failed requests are repeated. @default for 20 minutes, or until a request's own deadline */
  readonly retry?: RetryOptions;
  /** How reads are gathered. */
  readonly reads?: ReadsOptions;
  /** How creates look for what became of a lost answer. */
  readonly creates?: CreatesOptions;
  /**
   * Where HTTPS_PROXY, HTTP_PROXY and NO_PROXY (or in lower case) are looked up, and NODE_TLS_REJECT_UNAUTHORIZED.
   * @default process.env
   */
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
  readonly #parts: ClientParts;
  readonly #forthcoming = new Forthcoming();
  readonly #accounts = new Map<string, AccountPolicies>();
  readonly #route: Route;
  readonly #baseUrl: string;

  constructor(options: AccessClientOptions) {
    const baseUrl = parseBaseUrl(options.baseUrl ?? DEFAULT_BASE_URL);
    this.#baseUrl = baseUrl.href.replace(/\/$/, "");
    const { environment = process.env, allowInsecure = false } = options;
    this.#route = routeTo(baseUrl, environment);
    refuseInsecure(baseUrl, environment, { allowInsecure, via: this.#route.description });
    const send = requestStack({
      credentials: options.credentials,
      baseUrl: this.#baseUrl,
      userAgent: options.userAgent ?? formatUserAgent(),
      timeoutMs: options.timeoutMs ?? 30_000,
      stopGraceMs: options.stopGraceMs ?? 1_500,
      alarm: options.alarm,
      route: this.#route,
      onTrace: options.onTrace,
      onWarn: options.onWarn,
      retry: options.retry,
    });
    const clock = new ServerClock();
    const memory = new ListMemory();
    const seen = new SeenIds();
    const watched = memory.watching(seen.listening(clock.listening(send)));
    this.#parts = {
      send: watched,
      memory,
      creates: withLastLook(
        createPolicies(watched, { clock, seen }, { onWarn: options.onWarn, ...options.creates }),
        {
          send: watched,
          clock,
          seen,
        },
      ),
      forthcoming: this.#forthcoming,
      own: new OwnWrites(),
      reads: options.reads,
    };
  }

  /** The account's reusable policies: `/accounts/{account_id}/access/policies`. */
  reusablePolicies(accountId: string): PolicyEndpoint {
    const account = pathSegment("use reusable policies", "account id", accountId);
    return this.#policies(account).reusable;
  }

  /** The policies of one application: `/accounts/{account_id}/access/apps/{app_id}/policies`. */
  applicationPolicies(accountId: string, appId: string): PolicyEndpoint {
    const account = pathSegment("use application policies", "account id", accountId);
    return this.#policies(account).ofApplication(appId);
  }

  /** One application and the reusable policies attached to it: `/accounts/{account_id}/access/apps/{app_id}`. */
  application(accountId: string, appId: string): ApplicationEndpoint {
    const account = pathSegment("use an application", "account id", accountId);
    return this.#policies(account).application(appId);
  }

  /**
   * Tells that a read of some policy is likely to be asked for in a moment: one that came before waits a little longer for
   * it, so that the two share a request.
   */
  anticipateRead(): void {
    this.#forthcoming.announce();
  }

  /** What the account has that rules and policies refer to; each kind is listed once and remembered. */
  directory(accountId: string): AccountDirectory {
    const account = pathSegment("look things up by name", "account id", accountId);
    return accountDirectory(this.#parts, account);
  }

  /** Reads everything of an account that decides who gets in; writes nothing. */
  snapshot(accountId: string, options: SnapshotOptions = {}): Promise<AccountSnapshot> {
    const account = pathSegment("take a snapshot", "account id", accountId);
    return readSnapshot(this.#parts.send, account, options);
  }

  #policies(account: string): AccountPolicies {
    const known = this.#accounts.get(account);
    const policies = known ?? new AccountPolicies(this.#parts, account);
    this.#accounts.set(account, policies);
    return policies;
  }

  /** The applications that a reusable policy is linked to at this moment; asked for every time. */
  applicationsWith(
    accountId: string,
    policyId: string,
    options?: RequestOptions,
  ): Promise<readonly ApplicationEntry[]> {
    const account = pathSegment("look for the applications that use a policy", "account id", accountId);
    return applicationsWith(this.#parts.send, account, policyId, options);
  }

  /** Makes a policy of one application reusable, under its id; the API has no way back. */
  makeReusable(
    accountId: string,
    appId: string,
    policyId: string,
    options?: RequestOptions,
  ): Promise<PolicyAnswer> {
    const account = pathSegment("make application policy reusable", "account id", accountId);
    return makeReusable(this.#parts, account, { appId, policyId }, options);
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
