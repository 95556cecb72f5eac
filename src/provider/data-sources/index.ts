import { REFERENCE_LOOKUPS } from "../resources";
import { lookup } from "./lookup";
import { reusablePolicyList, reusablePolicyLookup } from "./reusable-policies";

const { group, identity_provider, service_token, list, device_posture_rule, application } = REFERENCE_LOOKUPS;

/** All data sources of the provider. */
export const ACCESS_DATA_SOURCES = [
  reusablePolicyLookup,
  reusablePolicyList,
  lookup(group),
  lookup(identity_provider),
  lookup(service_token),
  lookup(list),
  lookup(device_posture_rule),
  lookup(application),
];
