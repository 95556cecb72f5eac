export { reusablePolicyLookup } from "./reusable-policy-lookup";
