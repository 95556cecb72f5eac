import type { AccessAccount, Identity } from "../access";
import { withoutHidden } from "../text";

/** Names of objects by their ids, for texts that people read. */
export type Names = ReadonlyMap<string, string>;

/** The names of an account's objects; those of a later account go before. */
export function namesIn(...accounts: readonly AccessAccount[]): Names {
  const names = new Map<string, string>();
  for (const account of accounts)
    for (const list of [account.identity_providers, account.service_tokens, account.lists, account.groups])
      for (const { id, name } of list ?? []) if (typeof name === "string") names.set(id, name);
  return names;
}

/** A request in one line: `ann@example.com through Okta, from PT, 198.51.100.10`. */
export function witnessText(identity: Identity, names: Names): string {
  const nameOf = (id: string) => names.get(id) ?? id;
  const { user, service_token: token, linked_app_token: linked, certificate, ip, country } = identity;
  const parts = [
    ...(user ? [userText(user, nameOf)] : []),
    ...(token ? [`service token ${nameOf(token.id)}${statusOf(token)}`] : []),
    ...(linked ? [`a token issued for application ${linked.app_uid}`] : []),
    ...(certificate
      ? [
          typeof certificate.common_name === "string"
            ? `the certificate ${certificate.common_name}`
            : "a client certificate",
        ]
      : []),
    ...(typeof country === "string" ? [`from ${country}`] : []),
    ...(typeof ip === "string" ? [ip] : []),
    ...(identity.device_posture?.length ? [`posture ${identity.device_posture.join(", ")}`] : []),
    ...(typeof identity.method === "string" && identity.method !== "GET" ? [`by ${identity.method}`] : []),
    ...(typeof identity.url === "string" ? [`to ${identity.url}`] : []),
  ];
  const hasPrincipal = Boolean(user ?? token ?? linked ?? certificate);
  return withoutHidden([...(hasPrincipal ? [] : ["anybody on the internet"]), ...parts].join(", "));
}

function statusOf({ status }: { readonly status?: string }): string {
  return status === undefined || status === "valid" ? "" : ` (${status})`;
}

function userText(user: NonNullable<Identity["user"]>, nameOf: (id: string) => string): string {
  const groups = (user.groups ?? []).map(({ name, team }) => (team === undefined ? name : `${name}/${team}`));
  const values = [...(user.saml ?? []), ...(user.oidc ?? [])].map(({ name, value }) => `${name}=${value}`);
  return [
    user.email ?? "a user",
    ...(user.identity_provider_id === undefined ? [] : [`through ${nameOf(user.identity_provider_id)}`]),
    ...(groups.length > 0 ? [`in ${groups.join(", ")}`] : []),
    ...(values.length > 0 ? [`with ${values.join(", ")}`] : []),
    ...(user.auth_methods?.length ? [`by ${user.auth_methods.join(", ")}`] : []),
    ...(typeof user.risk === "string" ? [`at risk ${user.risk}`] : []),
  ].join(" ");
}
