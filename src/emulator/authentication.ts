import { createHash } from "node:crypto";
import type { IncomingHttpHeaders } from "node:http";
import { lackingPermission, malformedAuthorization, missingCredentials, unknownCredentials } from "./refusal";

/** What a credential may do; `none` is a token that exists and has no Access permission. */
export type Permission = "write" | "read" | "none";

export interface KnownToken {
  readonly token: string;
  readonly permission: Permission;
}

export interface KnownApiKey {
  readonly email: string;
  readonly key: string;
  readonly permission: Permission;
}

/** The names of request headers that carry a secret or identify its owner; they are never recorded. */
export const CREDENTIAL_HEADERS: ReadonlySet<string> = new Set([
  "authorization",
  "x-auth-key",
  "x-auth-email",
  "cookie",
]);

/** Tells who is asking. Without known credentials at all, any that is not empty may write. */
export class Gatekeeper {
  private readonly permissions: ReadonlyMap<string, Permission> | undefined;

  constructor(tokens: readonly KnownToken[] | undefined, apiKeys: readonly KnownApiKey[] | undefined) {
    if (!tokens && !apiKeys) return;
    this.permissions = new Map([
      ...(tokens ?? []).map(({ token, permission }) => [identity("token", token), permission] as const),
      ...(apiKeys ?? []).map(
        ({ email, key, permission }) => [identity("key", email, key), permission] as const,
      ),
    ]);
  }

  /** Throws unless the request's credential exists and may do what the method does. */
  admit(headers: IncomingHttpHeaders, needs: "read" | "write"): void {
    const who = whoAsks(headers);
    if (!who) throw headers.authorization ? malformedAuthorization() : missingCredentials();
    const permission = this.permissions ? this.permissions.get(who) : "write";
    if (permission === undefined) throw unknownCredentials();
    if (permission !== "write" && permission !== needs) throw lackingPermission();
  }
}

/** The same text for the same credential, from which the credential cannot be read; undefined where there is none. */
export function whoAsks(headers: IncomingHttpHeaders): string | undefined {
  const bearer = /^Bearer +(\S+)$/i.exec(headers.authorization ?? "")?.[1];
  if (bearer) return identity("token", bearer);
  const [email, key] = [headers["x-auth-email"], headers["x-auth-key"]];
  return email && key ? identity("key", String(email), String(key)) : undefined;
}

function identity(...parts: readonly string[]): string {
  return createHash("sha256").update(parts.join("\0")).digest("base64");
}
