import {
  isContentKnown,
  type ListPlan,
  type PlannedPolicy,
  POLICY_TYPES,
  planList,
  policyContent,
  type TransitionalAccess,
} from "../../../model";
import {
  type CtyValue,
  type Diagnostic,
  isWhollyKnown,
  type ObjectValue,
  type PlanRequest,
  type PlanResponse,
  type PrivateState,
  UNKNOWN,
} from "../../../plugin";
import { quoted } from "../../../text";
import { planAccount, planPolicy } from "../policy-state";
import { fillUnknown, isObject } from "../policy-values";
import type { AccessMeta } from "../request-options";
import {
  asElement,
  asPolicy,
  documentOf,
  elementsOf,
  orderOf,
  removedIds,
  sameElement,
  unlistedIn,
} from "./list-values";

type Elements = Readonly<Record<string, ObjectValue>>;

/** Plans the list key by key: a policy that the state has keeps what the API gave it, also under another key. */
export function planPolicies(request: PlanRequest<AccessMeta>): PlanResponse {
  const account = planAccount(request);
  const values: ObjectValue = { ...request.planned, account_id: account.value };
  if (!isObject(values.policies)) return { planned: values, diagnostics: account.diagnostics };
  const elements = planElements(request, values);
  const planned = { ...values, policies: elements };
  if (request.prior === null) return { planned, diagnostics: account.diagnostics };
  const change = new PlannedChange(request.prior, planned, request.privateState);
  if (!change.changes) return { planned, diagnostics: account.diagnostics };
  return {
    planned: { ...planned, policies: { ...elements, ...change.renumbered() } },
    diagnostics: [...account.diagnostics, ...change.transitionalAccess()],
  };
}

function planElements({ meta, prior, config }: PlanRequest<AccessMeta>, values: ObjectValue): ObjectValue {
  const before = elementsOf(prior);
  const configured = elementsOf(config);
  const known = elementsOf(values);
  const planned: Record<string, CtyValue> = { ...(values.policies as ObjectValue) };
  for (const [key, element] of Object.entries(known)) {
    const { planned: refined } = planPolicy(POLICY_TYPES.application, {
      meta,
      prior: before[key] === undefined ? null : asPolicy(before[key], prior!),
      config: asPolicy(configured[key]!, values),
      planned: asPolicy(element, values),
    });
    planned[key] = asElement(refined);
  }
  return { ...planned, ...renamed(before, configured, planned) };
}

/** New keys for policies of the state: they keep what the API gave them. */
function renamed(
  before: Elements,
  configured: Elements,
  planned: Readonly<Record<string, CtyValue>>,
): Elements {
  const gone = Object.keys(before).filter((key) => !(key in planned));
  const found: Record<string, ObjectValue> = {};
  for (const [key, element] of Object.entries(planned)) {
    if (key in before || !isObject(element) || !isWhollyKnown(configured[key]!)) continue;
    const index = gone.findIndex((old) => continues(element, before[old]!));
    if (index < 0) continue;
    found[key] = withServerValues(element, before[gone.splice(index, 1)[0]!]!);
  }
  return found;
}

function continues(element: ObjectValue, before: ObjectValue): boolean {
  return sameElement(fillUnknown(element, before) as ObjectValue, before);
}

function withServerValues(element: ObjectValue, before: ObjectValue): ObjectValue {
  const { id = null, created_at: createdAt = null, precedence = null, summary = null } = before;
  return { ...(fillUnknown(element, before) as ObjectValue), id, created_at: createdAt, precedence, summary };
}

/** A change of the list, by what the state and the last read say of the application. */
class PlannedChange {
  readonly changes: boolean;
  readonly #before: Elements;
  readonly #after: Elements;
  readonly #removed: ReadonlySet<string>;
  #plan: ListPlan | undefined;

  constructor(
    prior: ObjectValue,
    private readonly planned: ObjectValue,
    private readonly privateState: PrivateState | undefined,
  ) {
    this.#before = elementsOf(prior);
    this.#after = elementsOf(planned);
    const ids = (values: ObjectValue, elements: Elements) =>
      orderOf(values).map((key) => elements[key]?.id ?? UNKNOWN);
    const [had, wanted] = [ids(prior, this.#before), ids(planned, this.#after)];
    const isReordered = had.length !== wanted.length || had.some((id, index) => id !== wanted[index]);
    const isRewritten = Object.values(this.#after).some((element) => {
      const before = Object.values(this.#before).find(({ id }) => id === element.id);
      return before === undefined || !sameElement(before, element);
    });
    this.#removed = removedIds(prior, planned, privateState);
    this.changes = isReordered || isRewritten || this.#removed.size > 0;
  }

  /** Precedences stay known where the policy keeps its number; what moves is known after the apply. */
  renumbered(): Elements {
    const precedences = this.#isPlannable() ? this.plan.precedences : new Map<string, number>();
    return Object.fromEntries(
      Object.entries(this.#after).map(([key, element]) => {
        const keeps = element.precedence !== null && Number(element.precedence) === precedences.get(key);
        return [key, keeps ? element : { ...element, precedence: UNKNOWN }];
      }),
    );
  }

  /** The error or warning for a change that lets somebody in for a moment, whatever comes first. */
  transitionalAccess(): Diagnostic[] {
    const isKnown = Object.values(this.#after).every((element) => isContentKnown(documentOf(element)));
    if (!isKnown || !this.#isPlannable() || this.planned.allow_transitional_access === UNKNOWN) return [];
    const { transitionalAccess } = this.plan;
    if (transitionalAccess === undefined) return [];
    return [transitionalAccessDiagnostic(this.planned, transitionalAccess, this.#nameOf())];
  }

  private get plan(): ListPlan {
    this.#plan ??= planList({ present: this.#present(), wanted: this.#wanted(), removed: this.#removed });
    return this.#plan;
  }

  /** Whether the order and all present numbers are known. */
  #isPlannable(): boolean {
    const keys = orderOf(this.planned);
    return (
      keys.length === Object.keys(this.#after).length &&
      keys.every((key) => this.#after[key] !== undefined) &&
      Object.values(this.#before).every(({ precedence }) => Number(precedence) > 0)
    );
  }

  #present() {
    const listed = Object.values(this.#before).map((element) => ({
      id: String(element.id),
      precedence: Number(element.precedence),
      content: policyContent(documentOf(element)),
    }));
    const numbers = new Set(listed.map(({ precedence }) => precedence));
    const others = unlistedIn(this.privateState)
      .filter(({ precedence }) => !numbers.has(precedence))
      .map(({ id, precedence, decision }) => ({
        id,
        precedence,
        content: { decision: decision as "allow", rules: `policy/${id}` },
      }));
    return [...listed, ...others];
  }

  #wanted() {
    return orderOf(this.planned).map((key) => {
      const element = this.#after[key]!;
      const document = documentOf(element);
      const content = isContentKnown(document)
        ? policyContent(document)
        : { ...policyContent(document), rules: `unknown/${key}` };
      return typeof element.id === "string" ? { key, id: element.id, content } : { key, content };
    });
  }

  #nameOf(): (policy: PlannedPolicy) => string {
    const byId = new Map<CtyValue, CtyValue>([
      ...unlistedIn(this.privateState).map(({ id, name }): [string, string] => [id, name]),
      ...Object.values(this.#before).map(({ id, name }): [CtyValue, CtyValue] => [id!, name!]),
    ]);
    return (policy) => {
      if ("temporary" in policy) return "";
      const name = policy.key === undefined ? undefined : this.#after[policy.key]?.name;
      return quoted(name ?? byId.get(policy.id!) ?? policy.id ?? policy.key!);
    };
  }
}

/** Names the allow policy that lets in for a moment, and the block policies that it would be without. */
export function transitionalAccessDiagnostic(
  { app_id: app, allow_transitional_access: isAccepted }: ObjectValue,
  { allow, without }: TransitionalAccess,
  nameOf: (policy: PlannedPolicy) => string,
): Diagnostic {
  const blocks = without.map(nameOf).join(" and ") || "the block policies before it";
  const who = `${nameOf(allow)} lets in requests that ${blocks} block`;
  if (isAccepted === true)
    return {
      severity: "warning",
      summary: `While the policies of application ${quoted(app!)} change, for a moment ${who}`,
      detail: "It is accepted by allow_transitional_access.",
      path: ["order"],
    };
  return {
    severity: "error",
    summary: `The policies of application ${quoted(app!)} cannot be changed safely: for a moment ${who}`,
    detail:
      "The API changes one policy a request. In every order of the requests, both the old and the new list block requests that " +
      "are let in for a moment: a policy that is not in the list stands between and leaves no number free before it. Nothing was " +
      "changed.\n\n" +
      "Give that policy a higher number in the dashboard, add it to the list, make the change in two applies, or accept the " +
      "moment with allow_transitional_access = true.",
    path: ["order"],
  };
}
