/** Reviews of plans: what an account is before and after one, and what that changes for people. No network. */
export {
  accountFromDrift,
  accountFromPlan,
  accountFromStack,
  type PlanAccounts,
  type StackAccount,
} from "./accounts";
export { ReviewError } from "./review-error";
