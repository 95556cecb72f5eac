/** A resource of a plan that a test writes by hand. */
export interface Planned {
  readonly address: string;
  /** Absent: it is created. */
  readonly before?: object;
  /** Absent: it is deleted. */
  readonly after?: object;
  /** What is known after the apply, as Terraform marks it. */
  readonly unknown?: object;
  readonly sensitive?: object;
  readonly actions?: readonly string[];
  /** Of the configuration: by attribute. */
  readonly expressions?: object;
}

/** The JSON that `terraform show -json` prints of a plan. */
export function planOf(...resources: readonly Planned[]): object {
  const values = (side: "before" | "after") => ({
    root_module: {
      resources: resources.flatMap((resource) =>
        resource[side] === undefined
          ? []
          : [{ address: resource.address, mode: "managed", type: typeOf(resource), values: resource[side] }],
      ),
    },
  });
  return {
    format_version: "1.2",
    planned_values: values("after"),
    prior_state: { values: values("before") },
    resource_changes: resources.map((resource) => ({
      address: resource.address,
      mode: "managed",
      type: typeOf(resource),
      change: {
        actions: resource.actions ?? ["update"],
        before: resource.before ?? null,
        after: resource.after ?? null,
        after_unknown: resource.unknown ?? {},
        before_sensitive: {},
        after_sensitive: resource.sensitive ?? {},
      },
    })),
    configuration: {
      root_module: {
        resources: resources.map(({ address, expressions = {} }) => ({ address, expressions })),
      },
    },
  };
}

function typeOf({ address }: Planned): string {
  return address.split(".")[0]!;
}
