import type { PolicyAnswer } from "../../client";
import { POLICY_TYPES } from "../../model";
import type { Attributes, DataSource, ObjectValue } from "../../plugin";
import {
  type AccessMeta,
  apiDiagnostic,
  computedAttributes,
  fromDocument,
  REUSABLE_POLICY,
  REUSABLE_POLICY_ATTRIBUTES,
  summaryOf,
} from "../resources";
import { ACCOUNT_ATTRIBUTE, accountErrors, accountOf, lookup } from "./lookup";

const ATTRIBUTES = computedAttributes(REUSABLE_POLICY_ATTRIBUTES);

/** `cfaccess_policy` as a data source: a reusable policy that is managed elsewhere. */
export const reusablePolicyLookup = lookup({
  typeName: "cfaccess_policy",
  description: "A reusable Access policy, looked up by its exact name or its id.",
  ...REUSABLE_POLICY,
  attributes: ATTRIBUTES,
  values: ({ answer }, accountId, meta) => valuesOf(answer, accountId, meta),
});

const ENTRY: Attributes = {
  id: { type: "string", computed: true, description: "ID of the policy." },
  name: { type: "string", computed: true, description: "Name of the policy; names need not be unique." },
  decision: { type: "string", computed: true, description: "What it decides, as in `cfaccess_policy`." },
  summary: { type: "string", computed: true, description: "What the policy does, in one line." },
};

/** `cfaccess_policies`: all reusable policies of an account, each in short. */
export const reusablePolicyList: DataSource<AccessMeta> = {
  typeName: "cfaccess_policies",
  schema: {
    description: "All reusable Access policies of an account, in short; `cfaccess_policy` has one in full.",
    attributes: {
      account_id: ACCOUNT_ATTRIBUTE,
      policies: {
        nested: { nesting: "list", attributes: ENTRY },
        computed: true,
        description: "The policies by name, those of one name by id.",
      },
    },
  },

  validate: accountErrors,

  async read({ meta, signal }, { config }) {
    const accountId = accountOf(meta, config);
    if (typeof accountId !== "string") return { state: null, diagnostics: [accountId] };
    try {
      const found = await REUSABLE_POLICY.list(meta.client.directory(accountId), { signal });
      const sorted = [...found].sort((a, b) => compare(a.name, b.name) || compare(a.id, b.id));
      const policies = sorted.map(({ id, name, answer }): ObjectValue => {
        const { decision = null, summary = null } = valuesOf(answer, accountId, meta);
        return { id, name, decision, summary };
      });
      return { state: { account_id: accountId, policies } };
    } catch (error) {
      return { state: null, diagnostics: [apiDiagnostic(error)] };
    }
  },
};

function valuesOf(answer: PolicyAnswer, accountId: string, meta: AccessMeta): ObjectValue {
  const { wire } = POLICY_TYPES.reusable.splitUnmanaged(answer, { accountId });
  const document = POLICY_TYPES.reusable.fromWire(wire);
  const values = fromDocument(ATTRIBUTES, { ...document, created_at: answer.created_at ?? null });
  return { ...values, summary: summaryOf(POLICY_TYPES.reusable.policy(document), meta) };
}

/** By code units, so that the order is the same everywhere. */
function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
