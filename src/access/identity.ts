/**
 * One request and who makes it: what a decision is asked for. A field that is absent is unknown; `null` means that the
 * request has none, and so does an empty list.
 */
export interface Identity {
  readonly user?: IdentityUser | null;
  readonly service_token?: IdentityToken | null;
  /** An OAuth access token that was issued for an application. */
  readonly linked_app_token?: { readonly app_uid: string } | null;
  /** A valid client certificate. Without `common_name`, its name is unknown; null: it has none. */
  readonly certificate?: { readonly common_name?: string | null } | null;
  /** The address that the request comes from, IPv4 or IPv6. */
  readonly ip?: string | null;
  /** Two-letter code of ISO 3166-1, or T1 for Tor. */
  readonly country?: string | null;
  /** Posture checks that the device passes: `<id>`, or `<id>/<account id>` for a check of another account. */
  readonly device_posture?: readonly string[] | null;
  /** Ids of IP lists that hold the address. Asked only where the account does not know the items of a list. */
  readonly ip_lists?: readonly string[] | null;
  /** What is requested. Absent where an application is asked for: a path that no override makes public. */
  readonly url?: string | null;
  /** @default any method but OPTIONS */
  readonly method?: string | null;
  /** The name that the user logs in with on the SSH target of an infrastructure application. */
  readonly ssh_username?: string | null;
  /**
   * The user logged in before, and the session runs. Facts of the identity provider count as they were at that login,
   * which may differ from the ones given here. @default false: the request is judged as at a new login
   */
  readonly in_session?: boolean;
  /**
   * Answers to what no other field says and the account does not know: whether the member of a group with unknown
   * content, an external evaluation, an open question of the vendor's documents holds. The keys are the ones that
   * {@link Need} names.
   */
  readonly assume?: Readonly<Record<string, boolean>>;
}

export interface IdentityUser {
  readonly email?: string;
  /** Id of the identity provider of the last login. */
  readonly identity_provider_id?: string;
  /** Groups as the login reported them. */
  readonly groups?: readonly IdentityGroup[] | null;
  /** Authentication methods of RFC 8176, as the login reported them. */
  readonly auth_methods?: readonly string[] | null;
  /** @default unknown; null is the same as unscored */
  readonly risk?: RiskLevel | null;
  /** SAML attributes of the login. */
  readonly saml?: readonly NamedValue[] | null;
  /** OpenID Connect claims of the login. */
  readonly oidc?: readonly NamedValue[] | null;
  /** The user is known by the session of the device's client, not by a login. @default false */
  readonly device_identity?: boolean | null;
}

export interface IdentityGroup {
  readonly identity_provider_id: string;
  /** What the provider's rule names: a group's name, an Entra ID object id, a Workspace address, a GitHub organization. */
  readonly name: string;
  /** A team of the GitHub organization. */
  readonly team?: string;
}

export interface NamedValue {
  readonly name: string;
  readonly value: string;
}

export interface IdentityToken {
  readonly id: string;
  /** @default as the account says, otherwise valid */
  readonly status?: TokenStatus;
}

export const TOKEN_STATUSES = ["valid", "disabled", "expired"] as const;
export type TokenStatus = (typeof TOKEN_STATUSES)[number];

export const RISK_LEVELS = ["unscored", "low", "medium", "high"] as const;
export type RiskLevel = (typeof RISK_LEVELS)[number];
