import { type ApplicationEntry, applicationIn, entriesIn, listPath } from "./account-objects";
import { listAll } from "./pages";
import type { RequestOptions } from "./policy-endpoint";
import type { Send } from "./request";

/** The applications that a policy is linked to, as the account's list of applications shows it now. */
export async function applicationsWith(
  send: Send,
  account: string,
  policyId: string,
  options: RequestOptions = {},
): Promise<readonly ApplicationEntry[]> {
  const path = listPath(account, "application");
  const operation = "list the applications that use a policy";
  const users = new Map<string, ApplicationEntry>();
  await listAll(send, { operation, method: "GET", path, ...options }, (request, reply) =>
    entriesIn(request, reply).map((entry) => {
      const application = applicationIn(entry);
      if (uses(entry.policies, policyId)) users.set(application.id, application);
      return application;
    }),
  );
  return [...users.values()];
}

/** Policies are shown in full, and by their ids alone where an answer is short. */
function uses(policies: unknown, id: string): boolean {
  const shown: readonly unknown[] = Array.isArray(policies) ? policies : [];
  return shown.some((policy) => policy === id || (policy as { readonly id?: unknown } | null)?.id === id);
}
