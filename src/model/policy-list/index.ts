export { assignPrecedences } from "./assign-precedences";
export {
  type ListChange,
  type ListPlan,
  type ListStep,
  type PlannedPolicy,
  type PresentPolicy,
  planList,
  type TransitionalAccess,
  type WantedPolicy,
} from "./plan-list";
export { isContentKnown, policyContent } from "./policy-content";
export type {
  JudgeTransition,
  ListEntry,
  PolicyContent,
  PolicyList,
  TransitionJudge,
  UnsafeAllow,
} from "./policy-list";
