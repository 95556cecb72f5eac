/**
 * What is known of an account: its applications with their policies, and what the rules refer to. Every entry has the
 * names and shapes of the API's own JSON, so that a snapshot of the API is an account.
 *
 * Two kinds of unknown, at every level:
 *
 * 1. Not read: the member, or the whole entry, is absent. A group that `groups` does not have, a list without `items`, a
 *    policy without `include` and `decision`, an application without `policies`, an account without `organization`. What
 *    was not read is the same in two accounts that are compared: it may be anything, but it does not change.
 * 2. Not known yet: the value is {@link DEFERRED}. It may be anything, and it may be something else in each of two
 *    accounts that are compared. DEFERRED may stand for a value inside a rule, a rule, a list of rules, a field, a policy,
 *    a list of policies, the items of a list, or the organization.
 *
 * A rule with a selector that the model does not know is unknown too; it is the same in two accounts when its JSON is.
 */
import type { Deferred } from "../model";

/** A value, or that it is known only after the apply. */
export type Known<Value> = Value | Deferred;

export interface AccessAccount {
  /** The applications with their policies, own and attached. */
  readonly applications: readonly AccessApplication[];
  /**
   * Whether `applications` may lack some of the account's, as in an account that is made from a stack alone.
   *
   * @default false
   */
  readonly partial?: boolean;
  /** The reusable policies, attached or not; the attached ones are also at their applications. */
  readonly policies?: readonly AccessPolicy[];
  readonly groups?: readonly AccessGroup[];
  readonly lists?: readonly AccountList[];
  readonly identity_providers?: readonly IdentityProvider[];
  readonly service_tokens?: readonly ServiceToken[];
  readonly organization?: Known<Organization>;
}

/** An application. Fields that decide nothing may be present and are ignored. */
export interface AccessApplication {
  readonly id: string;
  readonly name?: Known<string>;
  /** `self_hosted`, `saas`, `infrastructure`, `bookmark`, `app_launcher`, `mcp`, … @default "self_hosted" */
  readonly type?: Known<string>;
  /** The primary host and path. Used where `destinations` and `self_hosted_domains` are absent. */
  readonly domain?: Known<string>;
  readonly self_hosted_domains?: Known<readonly Known<string>[]>;
  readonly destinations?: Known<readonly Known<Destination>[]>;
  /**
   * The policies by precedence, own and attached. DEFERRED within the list stands for any number of policies at that
   * position that are not known.
   */
  readonly policies?: Known<readonly Known<AccessPolicy>[]>;
  /** Ids of the identity providers that a user may log in through. @default every provider of the account */
  readonly allowed_idps?: Known<readonly Known<string>[]>;
  readonly options_preflight_bypass?: Known<boolean>;
  /** Whether a user may log in by the device's session. @default as the organization says */
  readonly allow_authenticate_via_warp?: Known<boolean>;
  readonly session_duration?: Known<string>;
  readonly mfa_config?: Known<MfaConfig>;
  /** Not of the API: a Worker or Zaraz intercepts the requests. @default false */
  readonly worker_on_route?: Known<boolean>;
  /**
   * Not of the API, for the type `mcp`: whether requests come through a portal. An id says through which application of
   * the type `mcp_portal`, which has to allow the request too. `true`: through a portal that allows it. @default false
   */
  readonly via_portal?: Known<boolean | string>;
  readonly [other: string]: unknown;
}

export interface Destination {
  /** `public`, `private`, `worker`, `preview_worker`, `all_workers`, `via_mcp_server_portal`, … @default "public" */
  readonly type?: Known<string>;
  /** Of a public destination: host and path, with wildcards. */
  readonly uri?: Known<string>;
  /** Paths of a public destination that bypass Access. */
  readonly overrides?: Known<readonly Known<DestinationOverride>[]>;
  readonly hostname?: Known<string>;
  readonly cidr?: Known<string>;
  readonly port_range?: Known<string>;
  readonly l4_protocol?: Known<string>;
  readonly vnet_id?: Known<string>;
  readonly [other: string]: unknown;
}

export interface DestinationOverride {
  readonly behavior?: Known<string>;
  readonly path_pattern?: Known<string>;
}

/** Rules as the API lists them. */
export type AccessRules = Known<readonly Known<Readonly<Record<string, unknown>>>[]>;

/** What a policy and a group have in common. Absent `require` and `exclude` are empty. */
export interface RuleLists {
  readonly include?: AccessRules;
  readonly require?: AccessRules;
  readonly exclude?: AccessRules;
}

/**
 * A policy. Without `decision` and `include`, its content was not read. Policies with values that are known after the apply
 * need an id or a name of their own: by it the values of one policy are distinguished from those of another.
 */
export interface AccessPolicy extends RuleLists {
  readonly id?: string;
  readonly name?: Known<string>;
  readonly decision?: Known<string>;
  /** DEFERRED: the policy may stand at any position of the application's list. */
  readonly precedence?: Known<number>;
  readonly reusable?: boolean;
  readonly session_duration?: Known<string>;
  readonly approval_required?: Known<boolean>;
  readonly approval_groups?: unknown;
  readonly purpose_justification_required?: Known<boolean>;
  readonly isolation_required?: Known<boolean>;
  readonly mfa_config?: Known<MfaConfig>;
  readonly connection_rules?: unknown;
  /** The account that the policy belongs to. */
  readonly account_id?: string;
  readonly [other: string]: unknown;
}

export interface MfaConfig {
  readonly allowed_authenticators?: Known<readonly Known<string>[]>;
  readonly mfa_disabled?: Known<boolean>;
  /** The API's name for `mfa_disabled` before March 2026. */
  readonly mfa_bypass?: Known<boolean>;
  readonly session_duration?: Known<string>;
}

/** An Access group. Without `include`, its content was not read. */
export interface AccessGroup extends RuleLists {
  readonly id: string;
  readonly name?: Known<string>;
  readonly [other: string]: unknown;
}

/** A list of email addresses or IP ranges. Without `items`, its content was not read. */
export interface AccountList {
  readonly id: string;
  readonly name?: Known<string>;
  readonly type?: Known<string>;
  readonly items?: Known<readonly Known<string | { readonly value?: Known<string> }>[]>;
  readonly [other: string]: unknown;
}

export interface IdentityProvider {
  readonly id: string;
  readonly name?: Known<string>;
  /** `okta`, `azureAD`, `github`, `onetimepin`, … */
  readonly type?: Known<string>;
  readonly [other: string]: unknown;
}

export interface ServiceToken {
  readonly id: string;
  readonly name?: Known<string>;
  /** @default true */
  readonly enabled?: Known<boolean>;
  /** RFC 3339. */
  readonly expires_at?: Known<string | null>;
  readonly [other: string]: unknown;
}

export interface Organization {
  readonly name?: Known<string>;
  /** RFC 3339. Says the default of `strict_service_token_auth`. */
  readonly created_at?: Known<string>;
  readonly strict_service_token_auth?: Known<boolean>;
  readonly deny_unmatched_requests?: Known<boolean>;
  readonly deny_unmatched_requests_exempted_zone_names?: Known<readonly Known<string>[]>;
  readonly allow_authenticate_via_warp?: Known<boolean>;
  readonly mfa_required_for_all_apps?: Known<boolean>;
  readonly mfa_config?: Known<MfaConfig>;
  readonly [other: string]: unknown;
}
