import {
  type AccessAccount,
  type AccessApplication,
  type AccessPolicy,
  accountFromApi,
  type Known,
} from "../access";
import { canonicalJson, DEFERRED, type Json } from "../model";
import { ACCOUNT_LISTS, type AccountPart, type ApplicationPart, type Entry } from "./account-part";

export interface Overlay {
  /** What is laid over the snapshot. */
  readonly part: AccountPart;
  /** The other side of the same plan: what both say alike is taken from the snapshot, which knows more of it. */
  readonly other?: AccountPart;
}

/**
 * Lays what a plan or a stack says over a snapshot of the account. What it does not say is taken from the snapshot; what
 * neither says is not known.
 *
 * @param snapshot undefined where none was taken
 */
export function overlay(snapshot: AccessAccount | undefined, { part, other }: Overlay): AccessAccount {
  const removed = new Set([...(other?.ids() ?? [])].filter((id) => !part.ids().has(id)));
  const lists = Object.fromEntries(
    ACCOUNT_LISTS.map((name) => {
      const said = part.entries[name];
      const base = (snapshot?.[name] ?? []) as readonly Entry[];
      const kept = base.filter(({ id }) => id === undefined || !removed.has(id));
      const known = new Set(kept.map(({ id }) => id));
      const changed = kept.map((entry) => {
        const now = said.get(entry.id);
        return now === undefined || isSame(now, other?.entries[name].get(entry.id)) ? entry : now;
      });
      const added = [...said.values()].filter(({ id }) => !known.has(id));
      const isRead = snapshot?.[name] !== undefined || added.length > 0;
      return [name, isRead ? [...changed, ...added] : undefined];
    }),
  );
  const policies = new Map(((lists.policies ?? []) as readonly Entry[]).map((policy) => [policy.id, policy]));
  const known = snapshot?.applications ?? [];
  const ids = new Set(known.map(({ id }) => id));
  const applications = [
    ...known
      .filter(({ id }) => !removed.has(id))
      .map((application) => changedApplication(application, { part, other, policies, removed })),
    ...[...part.applications]
      .filter(([id]) => !ids.has(id))
      .map(([id, said]) => unreadApplication(id, said, other, policies)),
  ];
  const organization =
    part.organization === undefined || isSame(part.organization, other?.organization)
      ? (snapshot?.organization ?? part.organization)
      : { ...(snapshot?.organization === DEFERRED ? {} : snapshot?.organization), ...part.organization };
  const known_lists = Object.fromEntries(Object.entries(lists).filter(([, list]) => list !== undefined));
  return accountFromApi({
    ...known_lists,
    applications,
    ...(organization === undefined ? {} : { organization }),
    ...(snapshot === undefined || snapshot.partial ? { partial: true } : {}),
  });
}

interface Context {
  readonly part: AccountPart;
  readonly other: AccountPart | undefined;
  readonly policies: ReadonlyMap<string, Entry>;
  readonly removed: ReadonlySet<string>;
}

function changedApplication(
  application: AccessApplication,
  { part, other, policies, removed }: Context,
): AccessApplication {
  const said = part.applications.get(application.id);
  const before = other?.applications.get(application.id);
  const settings = said?.settings === undefined ? {} : changedSettings(application, said, before);
  const present = application.policies;
  if (present === DEFERRED || present === undefined)
    return { ...application, ...settings, ...(said ? { policies: policiesAlone(said, policies) } : {}) };
  const isExclusive = deletesOthers(said, before, other);
  const own = new Map((said?.own ?? []).map((policy) => [policy.id, policy]));
  const hadOwn = new Map((before?.own ?? []).map((policy) => [policy.id, policy]));
  const kept = present.flatMap((policy): Known<AccessPolicy>[] => {
    if (policy === DEFERRED || policy.id === undefined) return [policy];
    if (removed.has(policy.id)) return [];
    const mine = own.get(policy.id);
    if (mine !== undefined)
      return [isSame(mine, hadOwn.get(policy.id)) ? policy : { ...mine, reusable: false }];
    const shared = part.entries.policies.get(policy.id);
    if (shared !== undefined && !isSame(shared, other?.entries.policies.get(policy.id)))
      return [{ ...shared, reusable: true, precedence: policy.precedence }];
    return isExclusive && policy.reusable !== true ? [] : [policy];
  });
  const ids = new Set(kept.map((policy) => (policy === DEFERRED ? undefined : policy.id)));
  const added = behind(
    kept,
    [...own.values()].filter(({ id }) => !ids.has(id)),
  );
  return {
    ...application,
    ...settings,
    policies: withLinked([...kept, ...added], { said, before, policies }),
  };
}

/** Whether the own policies of a list are all that the application has: in a stack, or after an apply that changes it. */
function deletesOthers(
  said: ApplicationPart | undefined,
  before: ApplicationPart | undefined,
  other: AccountPart | undefined,
): boolean {
  return said?.list === "exclusive" && (other === undefined || before?.list !== undefined);
}

/** Policies without a number stand behind the others, in their order. */
function behind(
  others: readonly Known<AccessPolicy>[],
  policies: readonly AccessPolicy[],
): readonly AccessPolicy[] {
  const numbers = others.flatMap((policy) =>
    policy !== DEFERRED && typeof policy.precedence === "number" ? [policy.precedence] : [],
  );
  let last = Math.max(0, ...numbers);
  return policies.map((policy) =>
    policy.precedence === undefined ? { ...policy, precedence: ++last } : policy,
  );
}

/** The attached policies as the plan has them, where it changes them. */
function withLinked(
  present: readonly Known<AccessPolicy>[],
  {
    said,
    before,
    policies,
  }: {
    readonly said: ApplicationPart | undefined;
    readonly before: ApplicationPart | undefined;
    readonly policies: ReadonlyMap<string, Entry>;
  },
): Known<readonly Known<AccessPolicy>[]> {
  if (said?.attached !== undefined) {
    const own = present.filter((policy) => policy !== DEFERRED && policy.reusable !== true);
    const isPresent =
      said.attached !== DEFERRED &&
      isSame(
        said.attached,
        present.flatMap((policy) => (policy !== DEFERRED && policy.reusable === true ? [policy.id] : [])),
      );
    return isPresent ? present : merged(own, linked(said.attached, policies));
  }
  if (said?.embedded === undefined || said.own.length > 0) return present;
  if (before !== undefined && isSame(said.embedded, before.embedded)) return present;
  return linked(said.embedded, policies);
}

function merged(
  own: readonly Known<AccessPolicy>[],
  attached: Known<readonly Known<AccessPolicy>[]>,
): Known<readonly Known<AccessPolicy>[]> {
  return attached === DEFERRED ? DEFERRED : [...own, ...attached];
}

/** Policies of a list of ids, links or policies in full: the position is the precedence where an entry names none. */
function linked(
  list: Known<readonly Known<Json | string>[]>,
  policies: ReadonlyMap<string, Entry>,
): Known<readonly Known<AccessPolicy>[]> {
  if (list === DEFERRED) return DEFERRED;
  return list.map((entry, index): Known<AccessPolicy> => {
    if (entry === DEFERRED) return DEFERRED;
    const { id, ...said } = (typeof entry === "string" ? { id: entry } : entry) as AccessPolicy;
    const shared = id === undefined ? undefined : policies.get(id);
    const link = said.decision === undefined ? { ...shared, reusable: true } : {};
    return {
      ...link,
      ...said,
      ...(id === undefined ? {} : { id }),
      precedence: said.precedence ?? index + 1,
    };
  });
}

/** What a plan leaves as it is stays as the snapshot has it, which may know more settings than the resource. */
function changedSettings(
  application: AccessApplication,
  { settings = {} }: ApplicationPart,
  before: ApplicationPart | undefined,
): Json {
  return Object.fromEntries(
    Object.entries(settings).flatMap(([name, value]) => {
      const isUnchanged = before?.settings !== undefined && isSame(value, before.settings[name]);
      if (isUnchanged) return [[name, application[name] ?? value ?? undefined]];
      return [[name, value ?? undefined]];
    }),
  );
}

/**
 * An application that no snapshot shows. One that exists may have policies that the plan does not show; the write of a list
 * of attached policies is refused where there are others.
 */
function unreadApplication(
  id: string,
  said: ApplicationPart,
  other: AccountPart | undefined,
  policies: ReadonlyMap<string, Entry>,
): AccessApplication {
  const before = other?.applications.get(id);
  const settings = Object.entries(said.settings ?? {}).filter(([, value]) => value !== null);
  const own = policiesAlone(said, policies);
  const writesAttached = said.attached !== undefined && !isSame(said.attached, before?.attached);
  const isComplete =
    said.isNew || deletesOthers(said, before, other) || said.embedded !== undefined || writesAttached;
  const others =
    isComplete || own === DEFERRED
      ? own
      : [unread(id, "first"), ...own.map(withoutPrecedence), unread(id, "last")];
  return { ...Object.fromEntries(settings), id, policies: others };
}

function withoutPrecedence(policy: Known<AccessPolicy>): Known<AccessPolicy> {
  if (policy === DEFERRED) return policy;
  const { precedence: _, ...rest } = policy;
  return rest;
}

/** Stands for any policies that were not read: the same ones on both sides. */
function unread(application: string, position: "first" | "last"): AccessPolicy {
  return { id: `${application} (other policies, ${position})`, name: "other policies, which were not read" };
}

function policiesAlone(
  said: ApplicationPart,
  policies: ReadonlyMap<string, Entry>,
): Known<readonly Known<AccessPolicy>[]> {
  const own = [...said.own].sort((a, b) => Number(a.precedence ?? 0) - Number(b.precedence ?? 0));
  const links = said.attached ?? (said.own.length > 0 ? undefined : said.embedded);
  return links === undefined ? behind([], own) : merged(own, linked(links, policies));
}

/** Compares by content; what is not known is the same as itself. */
function isSame(a: unknown, b: unknown): boolean {
  return a === b || (a !== undefined && b !== undefined && comparable(a) === comparable(b));
}

function comparable(value: unknown): string {
  return canonicalJson(withMarks(value));
}

function withMarks(value: unknown): unknown {
  if (value === DEFERRED) return { "known after the apply": true };
  if (Array.isArray(value)) return value.map(withMarks);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, member]) => member !== undefined)
      .map(([name, member]) => [name, withMarks(member)]),
  );
}
