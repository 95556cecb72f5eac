export { ambiguous, inventoryById, notFound, wrongKeys } from "./lookup-errors";
export { type MissingId, mayNameMissingId, missingIds, writeErrorDiagnostic } from "./missing-references";
export {
  type Candidate,
  fits,
  keysOf,
  type LookupKind,
  listedKind,
  type Question,
  REFERENCE_LOOKUPS,
  REUSABLE_POLICY,
} from "./reference-kinds";
