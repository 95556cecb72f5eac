export { assignPrecedences } from "./assign-precedences";
export type {
  ListChange,
  ListPlan,
  ListStep,
  PlannedPolicy,
  PresentPolicy,
  TransitionalAccess,
  WantedPolicy,
} from "./list-change";
export { planList } from "./plan-list";
export { isContentKnown, policyContent } from "./policy-content";
export type {
  JudgeTransition,
  ListEntry,
  PolicyContent,
  PolicyList,
  TransitionJudge,
  UnsafeAllow,
} from "./policy-list";
