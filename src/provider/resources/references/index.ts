export { ambiguous, inventoryById, notFound, wrongKeys } from "./lookup-failure";
export { type Candidate, fits, keysOf, type LookupKind, type Question } from "./lookup-kind";
export { listedKind, REFERENCE_LOOKUPS, REUSABLE_POLICY } from "./lookup-kinds";
export {
  type MissingId,
  mayNameMissing,
  missingIds,
  suspectIds,
  withMissingIds,
} from "./missing-references";
