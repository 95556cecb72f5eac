import type { AccountDirectory } from "../../client";
import { validateLookupKey } from "../../model";
import type { Attribute, Attributes, CtyValue, DataSource, Diagnostic, ObjectValue } from "../../plugin";
import {
  type AccessMeta,
  ambiguous,
  apiDiagnostic,
  type Candidate,
  issueDiagnostic,
  keysOf,
  type LookupCriterion,
  type LookupKind,
  locationErrors,
  matches,
  notFound,
  wrongKeys,
} from "../resources";

/** `account_id` of every data source. */
export const ACCOUNT_ATTRIBUTE: Attribute = {
  type: "string",
  optional: true,
  computed: true,
  description: "ID of the Cloudflare account. Defaults to the provider's `account_id`.",
};

/** Finds the errors in the configured account. */
export function accountErrors(config: ObjectValue): Diagnostic[] {
  return locationErrors(config, ["account_id"]);
}

/** Returns the account to look in, or the error where none is configured. */
export function accountOf(meta: AccessMeta, config: ObjectValue): string | Diagnostic {
  const accountId = config.account_id ?? meta.accountId;
  return typeof accountId === "string" ? accountId : NO_ACCOUNT;
}

const NO_ACCOUNT: Diagnostic = {
  severity: "error",
  summary: "No Cloudflare account is given",
  detail: "Set account_id here, on the provider, or as CLOUDFLARE_ACCOUNT_ID.",
  path: ["account_id"],
};

/** Makes a data source that finds the one object of an account that matches all configured values. */
export function lookup<Item extends Candidate>(kind: LookupKind<Item>): DataSource<AccessMeta> {
  const keys = keysOf(kind);

  const attributes: Attributes = {
    ...kind.attributes,
    ...Object.fromEntries(
      Object.entries(keys).map(([name, { description }]) => [
        name,
        { type: "string", optional: true, computed: true, description: `${description} ${choice(name)}` },
      ]),
    ),
    account_id: ACCOUNT_ATTRIBUTE,
  };

  function choice(name: string): string {
    const others = exclusiveKeys().filter((key) => key !== name);
    const list = others.map((key) => `\`${key}\``).join(" or ");
    return name === "type"
      ? `Beside ${list} it distinguishes objects of one name; alone it finds the only one of that type.`
      : `Give this or ${list}.`;
  }

  function exclusiveKeys(): string[] {
    return Object.keys(keys).filter((key) => key !== "type");
  }

  function stateOf(item: Item, accountId: string, config: ObjectValue, meta: AccessMeta): ObjectValue {
    const own = Object.entries(keys).map(([name, { of }]): [string, CtyValue] => [
      name,
      config[name] ?? of(item)[0] ?? null,
    ]);
    return { ...kind.values?.(item, accountId, meta), ...Object.fromEntries(own), account_id: accountId };
  }

  return {
    typeName: kind.typeName,
    schema: { description: kind.description, attributes },

    validate(config) {
      const given = Object.keys(keys).filter((key) => (config[key] ?? null) !== null);
      const exclusive = given.filter((key) => key !== "type");
      const enough = exclusive.length === 1 || (exclusive.length === 0 && given.length === 1);
      if (!enough) return [wrongKeys(exclusiveKeys(), exclusive, { typed: kind.types !== undefined })];
      const empty = given.flatMap((key) => validateLookupKey(key, config[key]));
      return [...empty.map((issue) => issueDiagnostic({}, issue)), ...accountErrors(config)];
    },

    async read({ meta, signal }, { config }) {
      const accountId = accountOf(meta, config);
      if (typeof accountId !== "string") return { state: null, diagnostics: [accountId] };
      const criteria = Object.entries(keys).flatMap(([attribute, key]): LookupCriterion<Item>[] => {
        const value = config[attribute];
        return typeof value === "string" ? [{ attribute, key, value }] : [];
      });
      try {
        const { found, all } = await search(kind, meta.client.directory(accountId), criteria, signal);
        const [item] = found;
        if (item === undefined) {
          return { state: null, diagnostics: [notFound(kind, criteria, accountId, all)] };
        }
        if (found.length > 1) return { state: null, diagnostics: [ambiguous(kind, criteria, found)] };
        return { state: stateOf(item, accountId, config, meta) };
      } catch (error) {
        return { state: null, diagnostics: [apiDiagnostic(error)] };
      }
    },
  };
}

/**
 * Searches the list that all lookups of a kind share. What a cached list does not have is searched for in a newer one: it may
 * have been created since, in the same run.
 */
async function search<Item extends Candidate>(
  kind: LookupKind<Item>,
  directory: AccountDirectory,
  criteria: readonly LookupCriterion<Item>[],
  signal: AbortSignal,
): Promise<{ found: readonly Item[]; all: readonly Item[] }> {
  const within = (all: readonly Item[]) => ({
    all,
    found: all.filter((item) => criteria.every((criterion) => matches(item, criterion))),
  });
  const asked = performance.now();
  const first = within(await kind.list(directory, { signal }));
  return first.found.length > 0 ? first : within(await kind.list(directory, { signal, notBefore: asked }));
}
