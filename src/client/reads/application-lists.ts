import type { ApplicationAnswer } from "../application-answer";
import type { Collection } from "../collection";
import type { ListMemory } from "../list-memory";
import type { ApplicationSnapshot, RequestOptions } from "../policy-endpoint";
import type { Send } from "../request";
import { type ApplicationList, NotWorthIt, readApplications } from "./application-list";
import { Gatherer, type Gathering } from "./gatherer";
import { type ListWanted, mayWorkAlone, sharedList, sharedRequest } from "./list-wanted";
import type { PolicyList } from "./policy-list";
import { planApplications } from "./strategy";

interface ListWantedOfApplication extends ListWanted {
  readonly app: string;
  readonly collection: Collection;
}

/** Decides for the policies of an account's applications which list, if any, answers a read. */
export class ApplicationLists {
  readonly #gatherer: Gatherer<ListWantedOfApplication>;
  readonly #apps = new Set<string>();
  readonly #listFails = new Set<string>();
  #pages = 1;

  /** @param path of the account's applications */
  constructor(
    private readonly send: Send,
    private readonly memory: ListMemory,
    private readonly path: string,
    gathering: Gathering,
  ) {
    this.#gatherer = new Gatherer(
      (wanted) => this.#plan(wanted).settled,
      (wanted) => this.#run(wanted),
      gathering,
    );
  }

  /** The list to look in; undefined where the policy is to be asked for alone. */
  listFor(
    collection: Collection,
    app: string,
    whole: boolean,
    options: RequestOptions,
  ): Promise<PolicyList | undefined> {
    const gather = () =>
      new Promise<PolicyList | undefined>((answer) => {
        this.#gatherer.add({ collection, app, whole, options, answer });
      });
    const known = this.#remembered(collection, app);
    if (known === undefined) return gather();
    this.#apps.add(app);
    return known.catch((error: unknown) => {
      if (error instanceof NotWorthIt) return gather();
      throw error;
    });
  }

  /**
   * An application as the list of all shows it; undefined where the list does not have it or cannot answer for it: it is
   * to be asked for alone.
   *
   * @param path of the application
   */
  async application(
    path: string,
    app: string,
    options: RequestOptions,
  ): Promise<ApplicationAnswer | undefined> {
    if (this.memory.wrote(path)) return undefined;
    const known = this.memory.current<ApplicationList>(this.path);
    const request = {
      operation: "list Access applications",
      method: "GET",
      path: this.path,
      ...options,
    } as const;
    const read = () => readApplications(this.send, request);
    try {
      const list = await (known ?? this.memory.recall(this.#shared, { shows: [this.path] }, read));
      return list.answers.get(app);
    } catch (error) {
      if (error instanceof NotWorthIt || mayWorkAlone(error)) return undefined;
      throw error;
    }
  }

  /** What is remembered from before this client wrote anything. */
  asFound({ path }: Collection, app: string): Promise<PolicyList | undefined> | undefined {
    const own = this.memory.beforeAnyWrite<PolicyList>(path);
    const all = [this.path, this.#shared].map((key) => this.memory.beforeAnyWrite<ApplicationList>(key));
    return own ?? ofApplication(all, app);
  }

  /** An application as it was before this client wrote anything, where the list of all shows it. */
  async applicationAsFound(app: string): Promise<ApplicationSnapshot | undefined> {
    const lists = [this.path, this.#shared].map((key) => this.memory.beforeAnyWrite<ApplicationList>(key));
    const list = await lists.find((known) => known !== undefined)?.catch(() => undefined);
    return list?.inSight.get(app);
  }

  #remembered({ path }: Collection, app: string): Promise<PolicyList | undefined> | undefined {
    const own = this.memory.current<PolicyList>(path);
    const all = [this.path, this.#shared].map((key) => this.memory.current<ApplicationList>(key, path));
    return own ?? ofApplication(all, app);
  }

  /** Apart from the list that look-ups read whole, whatever it takes; reads make use of that one too. */
  get #shared(): string {
    return `${this.path}#policies`;
  }

  #plan(wanted: readonly ListWantedOfApplication[]) {
    return planApplications(wanted, { apps: this.#apps, pages: this.#pages, listFails: this.#listFails });
  }

  #run(wanted: readonly ListWantedOfApplication[]): void {
    const plan = this.#plan(wanted);
    for (const { app } of wanted) this.#apps.add(app);
    if (plan.how === "all applications") this.#readAll(wanted);
    else
      for (const one of wanted) {
        one.answer(plan.lists.has(one.app) ? this.#readOne(one) : Promise.resolve(undefined));
      }
  }

  #readAll(wanted: readonly ListWantedOfApplication[]): void {
    const request = sharedRequest("list Access applications", this.path, wanted);
    const shows = wanted.map(({ collection }) => collection.path);
    const all = this.memory.recall(this.#shared, { shows }, () =>
      readApplications(this.send, request, () => this.#apps.size),
    );
    all.then(
      () => {
        for (const { app, answer } of wanted) answer(all.then(({ policies }) => policies.get(app)));
      },
      (error: unknown) => {
        const pages = error instanceof NotWorthIt ? error.pages : Number.POSITIVE_INFINITY;
        const otherwise = error instanceof NotWorthIt || mayWorkAlone(error);
        if (otherwise) {
          this.#pages = pages;
          this.#run(wanted);
        } else for (const { answer } of wanted) answer(all as Promise<never>);
      },
    );
  }

  #readOne(wanted: ListWantedOfApplication): Promise<PolicyList> {
    const { send, memory } = this;
    return sharedList({ send, memory }, wanted.collection, [wanted], () => this.#listFails.add(wanted.app));
  }
}

function ofApplication(
  lists: readonly (Promise<ApplicationList> | undefined)[],
  app: string,
): Promise<PolicyList | undefined> | undefined {
  return lists.find((list) => list !== undefined)?.then(({ policies }) => policies.get(app));
}
