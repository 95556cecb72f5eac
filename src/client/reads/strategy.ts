/*
 * Which requests answer reads that are asked one by one, and come in no order: a GET each, the list of one collection,
 * or the list of the account's applications, which has the policies of all of them. The fewest requests win, as far as
 * that can be known while more reads may follow.
 */

/** One read that waits. */
export interface Wanted {
  /** The list itself is wanted: a GET does not do. */
  readonly whole: boolean;
}

/** One read of a policy of an application. */
export interface WantedOfApplication extends Wanted {
  readonly app: string;
}

export interface ReusableHistory {
  /** One was asked for alone already, and here is the next. */
  readonly askedAlone: boolean;
  /** The list failed where a GET may not. */
  readonly listFails: boolean;
}

export type ReusablePlan = { readonly how: "one by one" | "list"; readonly settled: boolean };

/** @returns `settled`: no further read would change it, so that there is nothing to wait for */
export function planReusable(wanted: readonly Wanted[], history: ReusableHistory): ReusablePlan {
  const whole = wanted.some((one) => one.whole);
  if (history.listFails && !whole) return { how: "one by one", settled: true };
  const several = wanted.length + (history.askedAlone ? 1 : 0) > 1;
  return several || whole ? { how: "list", settled: true } : { how: "one by one", settled: false };
}

export interface ApplicationHistory {
  /** The applications of which policies were asked for before, alone or by their list. */
  readonly apps: ReadonlySet<string>;
  /** How many requests the list of all applications takes: 1 until more is known, infinite where it fails. */
  readonly pages: number;
  /** Applications whose own list failed where a GET may not. */
  readonly listFails: ReadonlySet<string>;
}

export type ApplicationPlan =
  | { readonly how: "all applications"; readonly settled: true }
  | {
      readonly how: "each application";
      readonly settled: boolean;
      /** Those whose list is read; of the others each policy is asked for by itself. */
      readonly lists: ReadonlySet<string>;
    };

/** @returns `settled`: no further read would change it, so that there is nothing to wait for */
export function planApplications(
  wanted: readonly WantedOfApplication[],
  { apps, pages, listFails }: ApplicationHistory,
): ApplicationPlan {
  const counts = new Map<string, number>();
  for (const { app, whole } of wanted) counts.set(app, (counts.get(app) ?? 0) + (whole ? 2 : 1));
  if (new Set([...apps, ...counts.keys()]).size > pages) return { how: "all applications", settled: true };
  const again = (app: string) => (apps.has(app) ? 1 : 0);
  const worthAList = [...counts].filter(([app, count]) => count + again(app) > 1 && !listFails.has(app));
  return {
    how: "each application",
    settled: pages === Number.POSITIVE_INFINITY && worthAList.length === counts.size,
    lists: new Set(worthAList.map(([app]) => app)),
  };
}
