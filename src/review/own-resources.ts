import type { AccessPolicy } from "../access";
import { DEFERRED, isPlainObject, type Json, POLICY_TYPES, type PolicyType, UnreadableRule } from "../model";
import type { AccountPart, OwnPolicy } from "./account-part";
import type { ResourceValues } from "./resource-values";

type Reader = (resource: ResourceValues, part: AccountPart) => void;

/** How each resource of this package's provider becomes part of an account. */
export const OWN_RESOURCES: Readonly<Record<string, Reader>> = {
  cfaccess_policy({ values }, part) {
    part.add("policies", { ...policy(POLICY_TYPES.reusable, values), id: String(values.id), reusable: true });
  },

  cfaccess_application_policy({ address, values }, part) {
    const { app_id: application, id } = values;
    if (application === DEFERRED) return void part.remarks.push(unknownApplication(address));
    part
      .application(String(application))
      .own.push({ ...policy(POLICY_TYPES.application, values), id: String(id) });
  },

  cfaccess_application_policies({ address, values }, part) {
    const { app_id: application, exclusive } = values;
    if (application === DEFERRED) return void part.remarks.push(unknownApplication(address));
    const said = part.application(String(application));
    said.list = exclusive === true ? "exclusive" : "beside others";
    said.own.push(...orderedPolicies(address, values));
  },

  cfaccess_application_attached_policies({ address, values }, part) {
    const { app_id: application, policies } = values;
    if (application === DEFERRED) return void part.remarks.push(unknownApplication(address));
    const attached: unknown[] = Array.isArray(policies) ? policies : [];
    part.application(String(application)).attached =
      policies === DEFERRED ? DEFERRED : attached.map((id) => (id === DEFERRED ? DEFERRED : String(id)));
  },
};

function unknownApplication(address: string): string {
  return `${address} belongs to an application that is known after the apply.`;
}

/** The policy that a resource's values describe, as the API has it. */
function policy(type: PolicyType, values: Json): AccessPolicy {
  const wire = type.toWire(values);
  return Object.fromEntries(
    Object.entries(wire).map(([name, value]) => [name, Array.isArray(value) ? value.map(readable) : value]),
  );
}

/** A text that stands for no rule is unknown; Terraform refuses it. */
function readable(rule: unknown): unknown {
  return rule instanceof UnreadableRule ? DEFERRED : rule;
}

/** The policies of a list in its order. New ones are identified by their key. */
function orderedPolicies(address: string, { order, policies }: Json): OwnPolicy[] {
  const elements = isPlainObject(policies) ? policies : {};
  const keys: unknown[] = Array.isArray(order) ? order : Object.keys(elements);
  const listed = keys.flatMap((key): OwnPolicy[] => {
    const values = elements[String(key)];
    if (!isPlainObject(values)) return [];
    const id = typeof values.id === "string" ? values.id : `${address}[${JSON.stringify(key)}]`;
    return [{ ...policy(POLICY_TYPES.application, values), id }];
  });
  return numbered(listed);
}

/** Numbers that follow the order. Known ones stay as long as they do; without any, the position of the list is not known. */
function numbered(policies: readonly OwnPolicy[]): OwnPolicy[] {
  const first = policies.find(({ precedence }) => typeof precedence === "number")?.precedence;
  if (typeof first !== "number") return policies.map(({ precedence: _, ...one }) => one);
  let last = first - 1;
  return policies.map((one) => {
    const known = typeof one.precedence === "number" && one.precedence > last ? one.precedence : undefined;
    last = known ?? last + BETWEEN;
    return { ...one, precedence: last };
  });
}

/** Small enough for all policies of an application to have a number between two whole ones. */
const BETWEEN = 1 / 4096;
