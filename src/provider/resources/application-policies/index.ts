export { applicationPolicies } from "./application-policies";
