import type { PolicyAnswer } from "../../client";
import { wireToDocument } from "../../model";
import type { Attributes, DataSource, Diagnostic, ObjectValue } from "../framework";
import {
  type AccessMeta,
  apiDiagnostic,
  computedAttributes,
  fromDocument,
  REUSABLE_POLICY_ATTRIBUTES,
  summaryOf,
} from "../resources";

const ATTRIBUTES: Attributes = {
  ...computedAttributes(REUSABLE_POLICY_ATTRIBUTES),
  id: lookupKey("ID of the policy. Give this or `name`."),
  name: lookupKey("Exact name of the policy. Give this or `id`."),
  account_id: lookupKey("ID of the Cloudflare account. Defaults to the provider's `account_id`."),
};

function lookupKey(description: string) {
  return { type: "string", optional: true, computed: true, description } as const;
}

/** `cfaccess_policy` as a data source: a reusable policy that is managed elsewhere, by id or by exact name. */
export const reusablePolicyLookup: DataSource<AccessMeta> = {
  typeName: "cfaccess_policy",
  schema: {
    description: "A reusable Cloudflare Access policy, looked up by id or by exact name.",
    attributes: ATTRIBUTES,
  },

  validate(config) {
    const given = [config.id, config.name].filter((value) => (value ?? null) !== null);
    if (given.length === 1) return [];
    return [
      {
        severity: "error",
        summary: given.length === 0 ? "Neither id nor name is given" : "Both id and name are given",
        detail: "Look a policy up by its id or by its exact name: set one of the two.",
      },
    ];
  },

  async read({ meta, signal }, { config }) {
    const accountId = config.account_id ?? meta.accountId;
    if (typeof accountId !== "string") return failure(NO_ACCOUNT);
    const policies = meta.client.reusablePolicies(accountId);
    try {
      if (typeof config.id === "string") {
        const answer = await policies.read(config.id, { signal });
        return answer === undefined
          ? failure(notFound("id", config.id, accountId, []))
          : { state: stateOf(accountId, answer) };
      }
      const all = await policies.list({ signal });
      const found = all.filter((policy) => policy.name === config.name);
      if (found.length === 1) return { state: stateOf(accountId, found[0]!) };
      return failure(
        found.length === 0
          ? notFound("name", String(config.name), accountId, all)
          : ambiguous(String(config.name), found),
      );
    } catch (error) {
      return failure(apiDiagnostic(error));
    }
  },
};

function stateOf(accountId: string, answer: PolicyAnswer): ObjectValue {
  const document = wireToDocument("reusable", answer);
  const own = { account_id: accountId, id: answer.id, created_at: answer.created_at ?? null };
  const values = fromDocument(ATTRIBUTES, { ...document, ...own });
  return { ...values, summary: summaryOf("reusable", values) };
}

function failure(diagnostic: Diagnostic) {
  return { state: null, diagnostics: [diagnostic] };
}

const NO_ACCOUNT: Diagnostic = {
  severity: "error",
  summary: "No Cloudflare account is given",
  detail: "Set account_id here, on the provider, or as CLOUDFLARE_ACCOUNT_ID.",
  path: ["account_id"],
};

/** How many names an error lists before it stops. */
const MOST_NAMES = 20;

function notFound(
  by: "id" | "name",
  value: string,
  accountId: string,
  all: readonly PolicyAnswer[],
): Diagnostic {
  const names = all.map((policy) => JSON.stringify(policy.name)).sort();
  const more = names.length > MOST_NAMES ? `, and ${names.length - MOST_NAMES} more` : "";
  const existing =
    by === "id"
      ? ""
      : names.length === 0
        ? "It has none."
        : `It has ${names.slice(0, MOST_NAMES).join(", ")}${more}.`;
  return {
    severity: "error",
    summary: `No reusable policy with ${by} ${JSON.stringify(value)}`,
    detail: `Account ${accountId} has no such reusable policy. ${existing}`.trim(),
    path: [by],
  };
}

function ambiguous(name: string, found: readonly PolicyAnswer[]): Diagnostic {
  return {
    severity: "error",
    summary: `${found.length} reusable policies are called ${JSON.stringify(name)}`,
    detail: `Names need not be unique: look it up by id instead, one of ${found.map((policy) => policy.id).join(", ")}.`,
    path: ["name"],
  };
}
