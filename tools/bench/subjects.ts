/** The account of everything that is measured. */
export const ACCOUNT = "023e105f4ecef8ad9ca31a8372d0c353";

/** Returns a policy of six rules as a configuration has it: four under include, one each under exclude and require. */
export function benchPolicy(index: number, edited = false) {
  return {
    name: `Policy ${index}${edited ? ", edited" : ""}`,
    decision: "allow",
    session_duration: "12h",
    include: {
      email: [`ann${index}@partner.org`, `bob${index}@partner.org`],
      email_domain: [`example${index}.com`],
      ip: ["198.51.100.7/32"],
    },
    exclude: { email: [`mallory${index}@partner.org`] },
    require: { geo: ["PT"] },
  };
}

export type BenchPolicy = ReturnType<typeof benchPolicy>;

/** A configuration that is measured: policies of one kind. */
export interface Subject {
  /** The head of its table. */
  readonly title: string;
  readonly policies: number;
  /** What an apply creates and a destroy deletes. */
  readonly resources: number;
  /** IDs of the applications that the API has from the start. */
  readonly applications?: readonly string[];
  /**
   * Returns the configuration in JSON syntax, each resource a block of its own as cdktf writes them. Edited, the policy
   * in the middle has another name, which changes one resource.
   */
  configuration(edited: boolean): object;
}

/** @param reshape replaces the shape of a policy, to try other schemas */
export function reusablePolicies(
  count: number,
  reshape: (policy: BenchPolicy) => unknown = (policy) => policy,
): Subject {
  return {
    title: `${count} policies`,
    policies: count,
    resources: count,
    configuration: (edited) =>
      withProvider({ cfaccess_policy: named("policy", policies(count, edited).map(reshape)) }),
  };
}

/** As many resources that are built into the engine, with the same content. */
export function terraformData(count: number): Subject {
  return {
    title: `${count} policies`,
    policies: count,
    resources: count,
    configuration: (edited) => {
      const inputs = policies(count, edited).map((input) => ({ input }));
      return { resource: { terraform_data: named("policy", inputs) } };
    },
  };
}

/** One policy that lists so many emails. Edited, one email is another one. */
export function largePolicy(emails: number): Subject {
  return {
    title: "1 policy",
    policies: 1,
    resources: 1,
    configuration: (edited) => {
      const email = Array.from({ length: emails }, (_, index) => `person${index}@partner.org`);
      if (edited) email[Math.floor(emails / 2)] = "somebody@partner.org";
      return withProvider({ cfaccess_policy: { large: { ...benchPolicy(0), include: { email } } } });
    },
  };
}

/** Each policy of each application as a resource of its own. */
export function singlePolicies(applications: number, each: number): Subject {
  const count = applications * each;
  return {
    title: titleOf(applications, each),
    policies: count,
    resources: count,
    applications: ids(applications),
    configuration: (edited) => {
      const resources = policies(count, edited).map((policy, index) => ({
        ...policy,
        app_id: applicationId(Math.floor(index / each)),
        precedence: 1 + (index % each),
      }));
      return withProvider({ cfaccess_application_policy: named("policy", resources) });
    },
  };
}

/** All policies of each application as one resource. */
export function policyLists(applications: number, each: number): Subject {
  return {
    title: titleOf(applications, each),
    policies: applications * each,
    resources: applications,
    applications: ids(applications),
    configuration: (edited) => {
      const all = policies(applications * each, edited);
      const lists = ids(applications).map((app_id, application) => {
        const listed = named("policy", all.slice(application * each, (application + 1) * each));
        return { app_id, order: Object.keys(listed), policies: listed };
      });
      return withProvider({ cfaccess_application_policies: named("list", lists) });
    },
  };
}

/**
 * Reusable policies that are attached to each application by one resource.
 * @param shared whether all applications have the same policies, instead of each its own
 */
export function attachedPolicies(applications: number, each: number, { shared = false } = {}): Subject {
  const count = shared ? each : applications * each;
  return {
    title: titleOf(applications, each),
    policies: applications * each,
    resources: count + applications,
    applications: ids(applications),
    configuration: (edited) => {
      const attachments = ids(applications).map((app_id, application) => {
        const first = shared ? 0 : application * each;
        const own = Array.from(
          { length: each },
          (_, index) => `\${cfaccess_policy.policy-${first + index}.id}`,
        );
        return { app_id, policies: own };
      });
      return withProvider({
        cfaccess_policy: named("policy", policies(count, edited)),
        cfaccess_application_attached_policies: named("attachment", attachments),
      });
    },
  };
}

function titleOf(applications: number, each: number): string {
  return `${applications} applications × ${each} policies`;
}

function policies(count: number, edited: boolean): BenchPolicy[] {
  const changed = edited ? Math.floor(count / 2) : -1;
  return Array.from({ length: count }, (_, index) => benchPolicy(index, index === changed));
}

function named<Resource>(prefix: string, resources: readonly Resource[]): Record<string, Resource> {
  return Object.fromEntries(resources.map((resource, index) => [`${prefix}-${index}`, resource]));
}

function withProvider(resource: Readonly<Record<string, object>>): object {
  return {
    terraform: { required_providers: { cfaccess: { source: "cdktf.internal/embedded/cfaccess" } } },
    provider: { cfaccess: [{ account_id: ACCOUNT }] },
    resource,
  };
}

function ids(applications: number): string[] {
  return Array.from({ length: applications }, (_, index) => applicationId(index));
}

function applicationId(index: number): string {
  return `f174e90a-fafe-4643-bbbc-${String(index).padStart(12, "0")}`;
}
