import type { Attributes } from "../../framework";
import { ACCEPTED_WARNINGS } from "../policy-advice";
import { ACCOUNT_ID } from "../policy-schema";
import { POLICY_TIMEOUTS } from "../policy-timeouts";

export const POLICY_ORDER_ATTRIBUTES: Attributes = {
  account_id: ACCOUNT_ID,
  app_id: {
    type: "string",
    required: true,
    requiresReplace: true,
    description: "ID of the Access application whose policies are ordered.",
  },
  policies: {
    type: { map: "string" },
    required: true,
    description: "The policies to order: IDs of the application's own policies, by keys of your choice.",
  },
  order: {
    type: { list: "string" },
    required: true,
    description: "The keys of all of `policies`, the one that is judged first in front.",
  },
  ...ACCEPTED_WARNINGS,
  ...POLICY_TIMEOUTS,
};
