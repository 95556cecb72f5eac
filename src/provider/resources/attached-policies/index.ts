export { attachedPolicies } from "./attached-policies";
