/** The account of all that is measured. */
export const ACCOUNT = "023e105f4ecef8ad9ca31a8372d0c353";

/** A policy of six rules as Terraform's configuration has it: four under include, one each under exclude and require. */
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

/** What the resources of a benchmark are. */
export type Subject = "reusable" | "application" | "terraform_data";

export interface ConfigurationOptions {
  readonly subject: Subject;
  /** Policies; of applications two in each. */
  readonly count: number;
  /** One policy in the middle is another one. */
  readonly edited?: boolean;
  /** Replaces the shape of a policy, to try other schemas. */
  readonly reshape?: (policy: ReturnType<typeof benchPolicy>) => unknown;
}

/** A configuration (JSON syntax) with so many resources, each a block of its own as cdktf writes them. */
export function configuration({
  subject,
  count,
  edited = false,
  reshape = (as) => as,
}: ConfigurationOptions) {
  const changed = Math.floor(count / 2);
  const policies = Array.from({ length: count }, (_, index) => {
    const policy = reshape(benchPolicy(index, edited && index === changed));
    return [`policy-${index}`, resource(subject, policy, index)] as const;
  });
  const resources = { resource: { [TYPES[subject]]: Object.fromEntries(policies) } };
  if (subject === "terraform_data") return resources;
  return {
    terraform: { required_providers: { cfaccess: { source: "cdktf.internal/embedded/cfaccess" } } },
    provider: { cfaccess: [{ account_id: ACCOUNT }] },
    ...resources,
  };
}

const TYPES: Readonly<Record<Subject, string>> = {
  reusable: "cfaccess_policy",
  application: "cfaccess_application_policy",
  terraform_data: "terraform_data",
};

function resource(subject: Subject, policy: unknown, index: number): unknown {
  if (subject === "terraform_data") return { input: policy };
  if (subject === "reusable") return policy;
  return { ...(policy as object), app_id: applicationId(Math.floor(index / 2)), precedence: 1 + (index % 2) };
}

export function applicationId(index: number): string {
  return `f174e90a-fafe-4643-bbbc-${String(index).padStart(12, "0")}`;
}
