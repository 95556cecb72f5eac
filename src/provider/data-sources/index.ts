import { ACCESS_LOOKUPS } from "./lookups";
import { reusablePolicyList, reusablePolicyLookup } from "./reusable-policies";

/** All data sources of the provider. */
export const ACCESS_DATA_SOURCES = [reusablePolicyLookup, reusablePolicyList, ...ACCESS_LOOKUPS];
