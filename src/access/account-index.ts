import { DEFERRED } from "../model";
import { quoted } from "../text";
import type {
  AccessAccount,
  AccessGroup,
  AccountList,
  IdentityProvider,
  Organization,
  ServiceToken,
} from "./account";

/** An account's objects by id, and their names. */
export interface AccountIndex {
  readonly account: AccessAccount;
  readonly groups: ReadonlyMap<string, AccessGroup>;
  readonly lists: ReadonlyMap<string, AccountList>;
  readonly providers: ReadonlyMap<string, IdentityProvider>;
  readonly tokens: ReadonlyMap<string, ServiceToken>;
  /** Undefined: not read. */
  readonly organization: Organization | typeof DEFERRED | undefined;
}

const indexes = new WeakMap<AccessAccount, AccountIndex>();

export function indexOf(account: AccessAccount): AccountIndex {
  let index = indexes.get(account);
  if (index === undefined) {
    index = {
      account,
      groups: byId(account.groups),
      lists: byId(account.lists),
      providers: byId(account.identity_providers),
      tokens: byId(account.service_tokens),
      organization: account.organization,
    };
    indexes.set(account, index);
  }
  return index;
}

function byId<Entry extends { readonly id: string }>(entries: readonly Entry[] = []): Map<string, Entry> {
  return new Map(entries.map((entry) => [entry.id, entry]));
}

/** The name of an object in quotation marks, or its id where the name is not known. */
export function nameIn(entries: ReadonlyMap<string, { readonly name?: unknown }>, id: string): string {
  const name = entries.get(id)?.name;
  return typeof name === "string" && name !== "" ? quoted(name) : plain(id);
}

/** A value as it stands where nothing in it can mislead, otherwise quoted. */
export function plain(value: unknown): string {
  if (value === DEFERRED) return "(known after apply)";
  return typeof value === "string" && /^[\w.@+:/*%-]+$/.test(value) ? value : quoted(value);
}
