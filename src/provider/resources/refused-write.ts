import type { PolicyType, WirePolicy } from "../../model";
import type { Diagnostic, ObjectValue, OperationContext } from "../../plugin";
import type { AccessMeta } from "./access-meta";
import { apiDiagnostic } from "./api-diagnostic";
import { shown } from "./policy-state";
import { mayNameMissing, missingIds, suspectIds, withMissingIds } from "./references";

/** A write of a policy that failed. */
export interface RefusedWrite {
  readonly type: PolicyType;
  readonly wire: WirePolicy;
  readonly planned: ObjectValue;
  /** When it began, by `performance.now()`. */
  readonly began: number;
}

/** The error of a write, with the ids in it that do not exist, where the API refused what it says. */
export async function refusedWrite(
  { meta, signal }: OperationContext<AccessMeta>,
  error: unknown,
  { type, wire, planned, began }: RefusedWrite,
): Promise<Diagnostic> {
  const diagnostic = apiDiagnostic(error, wire);
  const accountId = String(planned.account_id);
  // What another resource of this run made is in no list from before this write.
  const options = { signal, notBefore: began };
  const given = mayNameMissing(error) ? suspectIds(error, type, wire, planned) : [];
  const missing =
    given.length === 0 ? [] : await missingIds(meta.client.directory(accountId), given, options);
  return shown(withMissingIds(diagnostic, accountId, missing), wire, meta);
}
