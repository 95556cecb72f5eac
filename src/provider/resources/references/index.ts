export { ambiguous, inventoryById, notFound, wrongKeys } from "./lookup-errors";
export { type MissingId, mayNameMissingId, missingIds, writeErrorDiagnostic } from "./missing-references";
export {
  type Candidate,
  keysOf,
  type LookupCriterion,
  type LookupKind,
  listedKind,
  matches,
  REFERENCE_LOOKUPS,
  REUSABLE_POLICY,
} from "./reference-kinds";
