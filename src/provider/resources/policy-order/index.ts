export { applicationPolicyOrder } from "./policy-order";
