export { STACK_META } from "./stack-orders";
