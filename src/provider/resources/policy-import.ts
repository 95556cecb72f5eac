import { type AccessClient, ApiError, type ApplicationEntry } from "../../client";
import {
  importIdForm,
  importIdProblem,
  POLICY_TYPES,
  type PolicyKind,
  type PolicyType,
  splitImportId,
} from "../../model";
import { type Diagnostic, errorDiagnostic, type ObjectValue } from "../../plugin";
import { commandPath, quoted, shownId } from "../../text";
import { apiDiagnostic } from "./diagnostics";
import { inventoryById, listedKind, REUSABLE_POLICY } from "./references";
import type { AccessMeta } from "./request-options";

/** The attributes an import id is made of, in order, e.g. `["account_id", "id"]`. */
export type ImportIdParts = readonly string[];

/** A resource that a policy can be imported to. */
export interface ImportTarget {
  readonly typeName: string;
  readonly importId: ImportIdParts;
}

/**
 * Returns how an existing policy is imported: the command, and the call in a stack. NAME stands for the resource, which only
 * the user knows.
 */
export function importCommand({ typeName, importId }: ImportTarget, values: ObjectValue, id: string) {
  const { path, remarks } = commandPath(
    importId.map((name) => (name === "id" ? ["policy_id", id] : [name, values[name]])),
  );
  const construct = `With cdktf: .importFrom(${quoted(path)}) on the construct.`;
  return {
    command: `terraform import ${typeName}.NAME ${path}`,
    construct: [construct, ...remarks].join(" "),
  };
}

/** The resources of the two kinds of policy. */
export const IMPORT_TARGETS = {
  reusable: { typeName: "cfaccess_policy", importId: POLICY_TYPES.reusable.importId },
  application: { typeName: "cfaccess_application_policy", importId: POLICY_TYPES.application.importId },
} as const satisfies Readonly<Record<PolicyKind, ImportTarget>>;

/** Splits an import id at its slashes. */
export function parseImportId(
  typeName: string,
  names: ImportIdParts,
  id: string,
): { parts?: Readonly<Record<string, string>>; diagnostics: readonly Diagnostic[] } {
  const parts = splitImportId(names, id);
  if (parts) return { parts, diagnostics: [] };
  const form = importIdForm(names);
  const other = Object.values(IMPORT_TARGETS).find(
    (kind) => kind.typeName !== typeName && splitImportId(kind.importId, id) !== undefined,
  );
  const hint = other === undefined ? "" : ` A ${other.typeName} is imported by an id like this one.`;
  return {
    diagnostics: [
      {
        severity: "error",
        summary: "The import id is not of the right form",
        detail: `${importIdProblem(names, id)}${hint}\n\nGot ${quoted(id)}; a ${typeName} is imported by ${form}, for example\n\n  terraform import ${typeName}.NAME ${form}`,
      },
    ],
  };
}

const OWN_POLICY = { noun: "policy of its own", plural: "policies of its own" };

/**
 * Reports which part of a policy's import id is wrong, and what exists instead. Terraform's own error ("Cannot import
 * non-existent remote object") does not.
 */
export function policyNotFound(
  type: PolicyType,
  { client }: AccessMeta,
  values: ObjectValue,
  signal: AbortSignal,
): Promise<Diagnostic> {
  return type.kind === "reusable"
    ? reusablePolicyNotFound(client, values, signal)
    : applicationPolicyNotFound(client, values, signal);
}

async function reusablePolicyNotFound(
  client: AccessClient,
  values: ObjectValue,
  signal: AbortSignal,
): Promise<Diagnostic> {
  const [account, id] = [String(values.account_id), String(values.id)];
  const summary = `Cannot import: account ${shownId(account)} has no reusable policy ${quoted(id)}`;
  return explained(summary, async () => {
    const [owner] = await client.applicationsWith(account, id, { signal });
    if (owner !== undefined) return ofApplication(values, id, owner);
    const all = await REUSABLE_POLICY.list(client.directory(account), { signal });
    return inventoryById(REUSABLE_POLICY, `Account ${shownId(account)}`, id, all);
  });
}

async function applicationPolicyNotFound(
  client: AccessClient,
  values: ObjectValue,
  signal: AbortSignal,
): Promise<Diagnostic> {
  const [account, app, id] = [String(values.account_id), String(values.app_id), String(values.id)];
  const summary = `Cannot import: application ${quoted(app)} has no policy ${quoted(id)}`;
  let noApplication: Diagnostic | undefined;
  const diagnostic = await explained(summary, async () => {
    const applications = await client.directory(account).list("application", { signal });
    const application = applications.find((one) => one.id === app);
    if (application === undefined) noApplication = unknownApplication(account, app, applications);
    const reusable = await REUSABLE_POLICY.list(client.directory(account), { signal });
    if (reusable.some((policy) => policy.id === id)) return asReusable(values, id);
    const [owner] = await client.applicationsWith(account, id, { signal });
    if (owner !== undefined) return ofApplication(values, id, owner);
    if (application === undefined) return "";
    const policies = await client.applicationPolicies(account, app).list({ signal });
    const own = policies.flatMap(({ id: policyId, name, reusable: shared }) =>
      shared === true ? [] : [{ id: policyId, name: typeof name === "string" ? name : "" }],
    );
    return inventoryById(OWN_POLICY, `Application ${labelOf(application)}`, id, own);
  });
  if (noApplication === undefined) return diagnostic;
  return { ...noApplication, detail: [noApplication.detail, diagnostic.detail].filter(Boolean).join("\n\n") };
}

/** Reports that the account does not have the application of an import id, and which applications it has. */
export async function applicationNotFound(
  { client }: AccessMeta,
  values: ObjectValue,
  signal: AbortSignal,
): Promise<Diagnostic> {
  const [account, app] = [String(values.account_id), String(values.app_id)];
  const { summary } = unknownApplication(account, app, []);
  return explained(summary, async () => {
    const all = await client.directory(account).list("application", { signal });
    return unknownApplication(account, app, all).detail;
  });
}

/** Reports a refused read after an import, with the account: a zone's id instead is what the API refuses. */
export function importRefused(
  error: unknown,
  { accountId }: AccessMeta,
  { account_id }: ObjectValue,
): Diagnostic {
  const diagnostic = apiDiagnostic(error);
  if (!(error instanceof ApiError && REFUSALS.has(error.kind))) return diagnostic;
  const account = String(account_id);
  const configured =
    accountId === undefined || accountId === account
      ? ""
      : ` The provider's account_id is ${shownId(accountId)}.`;
  const part = `The import id begins with ${quoted(account)}, which must be the id of an account that the token reaches, not of a zone.${configured}`;
  return { ...diagnostic, detail: `${diagnostic.detail}\n\n${part}` };
}

const REFUSALS: ReadonlySet<ApiError["kind"]> = new Set(["forbidden", "not-found", "refused"]);

function unknownApplication(account: string, app: string, all: readonly ApplicationEntry[]): Diagnostic {
  return errorDiagnostic(
    `Cannot import: account ${shownId(account)} has no Access application ${quoted(app)}`,
    inventoryById(listedKind("application"), `Account ${shownId(account)}`, app, all),
  );
}

/** Adds to an error what `explain` finds, or what the API answered to it. */
async function explained(summary: string, explain: () => Promise<string>): Promise<Diagnostic> {
  try {
    return errorDiagnostic(summary, await explain());
  } catch (error) {
    const { summary: failed, detail } = apiDiagnostic(error);
    return errorDiagnostic(summary, `${failed}, so this is all that is known. ${detail}`);
  }
}

function asReusable(values: ObjectValue, id: string): string {
  const { command, construct } = importCommand(IMPORT_TARGETS.reusable, values, id);
  return `${quoted(id)} is a reusable policy of the account, a cfaccess_policy:\n\n  ${command}\n  ${construct}`;
}

function ofApplication(values: ObjectValue, id: string, application: ApplicationEntry): string {
  const { command, construct } = importCommand(
    IMPORT_TARGETS.application,
    { ...values, app_id: application.id },
    id,
  );
  return `${quoted(id)} is a policy of application ${labelOf(application)} alone, a cfaccess_application_policy:\n\n  ${command}\n  ${construct}`;
}

function labelOf({ id, name }: ApplicationEntry): string {
  return name === "" ? quoted(id) : `${quoted(id)} (${quoted(name)})`;
}
