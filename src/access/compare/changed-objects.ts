/** Finds what can not have changed, so that only the rest of an account is compared. */
import { DEFERRED, isPlainObject, selectorOf } from "../../model";
import type { AccessAccount, AccessApplication, RuleLists } from "../account";
import type { PlaceChange } from "./place-change";

const KINDS = ["groups", "lists", "service_tokens", "identity_providers"] as const;
type Kind = (typeof KINDS)[number];

/** Fields of applications that decide nothing. */
const IRRELEVANT: ReadonlySet<string> = new Set(["id", "created_at", "updated_at", "aud"]);

export class ChangedObjects {
  readonly #changed: Readonly<Record<Kind, ReadonlySet<string>>>;
  readonly #organization: boolean;
  readonly #groups: readonly ReadonlyMap<string, RuleLists>[];
  readonly #affected = new Map<string, boolean>();

  constructor(before: AccessAccount, after: AccessAccount) {
    const changed = (kind: Kind) => changedIds(before[kind] ?? [], after[kind] ?? []);
    this.#changed = {
      groups: changed("groups"),
      lists: changed("lists"),
      service_tokens: changed("service_tokens"),
      identity_providers: changed("identity_providers"),
    };
    this.#organization = !sameKnown(before.organization, after.organization);
    this.#groups = [before, after].map(
      (account) => new Map((account.groups ?? []).map((one) => [one.id, one])),
    );
  }

  /** Whether a change of places is none: the same application, and nothing that it refers to changed. */
  isSame({ before, after }: PlaceChange): boolean {
    if (before.is !== "application" || after.is !== "application" || this.#organization) return false;
    const { application } = after;
    if (typeof application.via_portal === "string") return false;
    if (!sameApplication(before.application, application)) return false;
    const { policies } = application;
    return !Array.isArray(policies) || !policies.some((policy) => this.#isAffected(policy));
  }

  #isAffected({ include, require, exclude }: RuleLists): boolean {
    const nothing = KINDS.every((kind) => this.#changed[kind].size === 0);
    if (nothing) return false;
    return [include, require, exclude].some(
      (rules) => Array.isArray(rules) && rules.some((rule) => this.#isAffectedRule(rule)),
    );
  }

  #isAffectedRule(rule: unknown): boolean {
    const selector = selectorOf(rule);
    if (selector === undefined) return false;
    const content = (rule as Record<string, unknown>)[selector.wireKey];
    const fields: Record<string, unknown> = isPlainObject(content) ? content : {};
    switch (selector.key) {
      case "group":
        return this.#isAffectedGroup(String(fields.id));
      case "email_list":
      case "ip_list":
        return this.#changed.lists.has(String(fields.id));
      case "service_token":
        return this.#changed.service_tokens.has(String(fields.token_id));
      case "any_valid_service_token":
        return this.#changed.service_tokens.size > 0;
      case "auth_method":
        return this.#changed.identity_providers.size > 0;
      default:
        // Service Auth asks for any valid token besides.
        return (
          this.#changed.identity_providers.has(String(fields.identity_provider_id)) ||
          this.#changed.service_tokens.size > 0
        );
    }
  }

  #isAffectedGroup(id: string): boolean {
    const known = this.#affected.get(id);
    if (known !== undefined) return known;
    // A circle ends here; what changed in it is found by the group that changed.
    this.#affected.set(id, this.#changed.groups.has(id));
    const affected =
      this.#changed.groups.has(id) || this.#groups.some((groups) => this.#isAffected(groups.get(id) ?? {}));
    this.#affected.set(id, affected);
    return affected;
  }
}

function changedIds(
  before: readonly { readonly id: string }[],
  after: readonly { readonly id: string }[],
): ReadonlySet<string> {
  if (before === after) return new Set(before.filter((one) => holdsUnknown(one)).map(({ id }) => id));
  const old = new Map(before.map((one) => [one.id, one]));
  const changed = new Set(after.filter((one) => !sameKnown(old.get(one.id), one)).map(({ id }) => id));
  const later = new Set(after.map(({ id }) => id));
  for (const id of old.keys()) if (!later.has(id)) changed.add(id);
  return changed;
}

function sameApplication(before: AccessApplication, after: AccessApplication): boolean {
  const names = new Set(
    [...Object.keys(before), ...Object.keys(after)].filter((name) => !IRRELEVANT.has(name)),
  );
  return [...names].every((name) => sameKnown(before[name], after[name]));
}

/** Whether two values are equal, and known: one that is known after the apply is not even equal to itself. */
function sameKnown(a: unknown, b: unknown): boolean {
  if (a === DEFERRED || b === DEFERRED) return false;
  if (a === b) return typeof a !== "object" || !holdsUnknown(a);
  if (Array.isArray(a))
    return Array.isArray(b) && a.length === b.length && a.every((one, index) => sameKnown(one, b[index]));
  if (!isPlainObject(a) || !isPlainObject(b)) return false;
  const names = Object.keys(a);
  return (
    names.length === Object.keys(b).length && names.every((name) => name in b && sameKnown(a[name], b[name]))
  );
}

function holdsUnknown(value: unknown): boolean {
  if (value === DEFERRED) return true;
  if (Array.isArray(value)) return value.some(holdsUnknown);
  return isPlainObject(value) && Object.values(value).some(holdsUnknown);
}
