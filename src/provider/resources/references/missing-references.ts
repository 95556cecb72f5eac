import {
  type AccountDirectory,
  ApiError,
  isPrecedenceConflict,
  type LookUpOptions,
  mayLackApplication,
} from "../../../client";
import type { PolicyType, WirePolicy } from "../../../model";
import {
  type AttributePath,
  type Diagnostic,
  type ObjectValue,
  type OperationContext,
  renderPath,
} from "../../../plugin";
import { quoted, shownId } from "../../../text";
import { apiDiagnostic, attributePath, redacted } from "../diagnostics";
import type { AccessMeta } from "../request-options";
import { inventoryById } from "./lookup-errors";
import { type Candidate, type ListedKind, listedKind } from "./reference-kinds";

/** An id in a configuration, and of what kind of object it is. */
export interface GivenId {
  readonly kind: ListedKind;
  readonly id: string;
  readonly path: AttributePath;
}

/** An id that does not exist, and what the account has of the kind. */
export interface MissingId extends GivenId {
  readonly all: readonly Candidate[];
}

/** How many missing ids of a kind an error names before it stops. */
const MOST_NAMED = 10;

/** Returns whether the API refused the content of a write, so that an id in it may be the reason. */
export function mayNameMissingId(error: unknown): error is ApiError {
  const refused = error instanceof ApiError && (error.kind === "refused" || error.kind === "not-found");
  return refused && !isPrecedenceConflict(error);
}

/** Returns the ids that the account does not have. Ids of a kind that cannot be listed are left out. */
export async function missingIds(
  directory: AccountDirectory,
  given: readonly GivenId[],
  options: LookUpOptions,
): Promise<MissingId[]> {
  const kinds = [...new Set(given.map(({ kind }) => kind))];
  const lists = await Promise.all(kinds.map((kind) => kind.list(directory, options).catch(() => undefined)));
  const known = new Map(
    kinds.flatMap((kind, index) => {
      const all = lists[index];
      return all === undefined ? [] : [[kind, { all, ids: new Set(all.map(({ id }) => id)) }] as const];
    }),
  );
  return given.flatMap((one) => {
    const list = known.get(one.kind);
    return list === undefined || list.ids.has(one.id) ? [] : [{ ...one, all: list.all }];
  });
}

/** Returns the ids, in a policy and its location, that may be the reason for a refusal, at their attributes. */
export function suspectIds(
  error: ApiError,
  type: PolicyType,
  wire: WirePolicy,
  { account_id: account, app_id: app }: ObjectValue,
): GivenId[] {
  const ids = type
    .references(wire, String(account))
    .flatMap(({ path, value, meant }) =>
      typeof value === "string" && value !== ""
        ? [{ kind: listedKind(meant.kind), id: value, path: attributePath(wire, path) }]
        : [],
    );
  if (typeof app !== "string" || !mayLackApplication(error)) return ids;
  return [{ kind: listedKind("application"), id: app, path: ["app_id"] }, ...ids];
}

/** Adds to the error of a refused write the ids that do not exist and what the account has instead. */
export function withMissingIds(
  diagnostic: Diagnostic,
  accountId: string,
  missing: readonly MissingId[],
): Diagnostic {
  if (missing.length === 0) return diagnostic;
  const kinds = [...new Set(missing.map(({ kind }) => kind))];
  const texts = kinds.map((kind) => {
    const ofKind = missing.filter((one) => one.kind === kind);
    return textOf(ofKind[0]!, ofKind, accountId);
  });
  return {
    ...diagnostic,
    detail: [diagnostic.detail, ...texts].join("\n\n"),
    path: diagnostic.path ?? missing[0]!.path,
  };
}

function textOf({ kind, id, all }: MissingId, missing: readonly MissingId[], accountId: string): string {
  const named = missing.slice(0, MOST_NAMED).map((one) => {
    const namesake = one.all.find(({ name }) => name === one.id);
    const hint = namesake === undefined ? "" : `: that is the name of ${quoted(namesake.id)}`;
    return `No ${kind.noun} with the id ${quoted(one.id)} (${renderPath(one.path)})${hint}.`;
  });
  const more = missing.length - named.length;
  const rest = more > 0 ? [`${more} more ids do not exist.`] : [];
  return [...named, ...rest, inventoryById(kind, `Account ${shownId(accountId)}`, id, all)].join(" ");
}

/** A write of a policy that failed. */
export interface RefusedWrite {
  readonly type: PolicyType;
  readonly wire: WirePolicy;
  readonly planned: ObjectValue;
  /** When it began, by `performance.now()`. */
  readonly began: number;
}

/** Makes the error of a failed write, with the ids in it that do not exist where the API refused its content. */
export async function writeErrorDiagnostic(
  { meta, signal }: OperationContext<AccessMeta>,
  error: unknown,
  { type, wire, planned, began }: RefusedWrite,
): Promise<Diagnostic> {
  const diagnostic = apiDiagnostic(error, wire);
  const accountId = String(planned.account_id);
  // What another resource of this run made is in no list from before this write.
  const options = { signal, notBefore: began };
  const given = mayNameMissingId(error) ? suspectIds(error, type, wire, planned) : [];
  const missing =
    given.length === 0 ? [] : await missingIds(meta.client.directory(accountId), given, options);
  return redacted(withMissingIds(diagnostic, accountId, missing), wire, meta);
}
