import type { Collection } from "../collection";
import type { ListMemory } from "../list-memory";
import type { RequestOptions } from "../policy-endpoint";
import type { Send } from "../request";
import { Gatherer, type Gathering } from "./gatherer";
import { type ListWanted, sharedList } from "./list-wanted";
import type { PolicyList } from "./policy-list";
import { planReusable } from "./strategy";

/** Decides for an account's reusable policies whether their list answers a read. */
export class ReusableLists {
  readonly #gatherer: Gatherer<ListWanted>;
  #askedAlone = false;
  #listFails = false;

  constructor(
    private readonly send: Send,
    private readonly memory: ListMemory,
    private readonly collection: Collection,
    gathering: Gathering,
  ) {
    this.#gatherer = new Gatherer(
      (wanted) => this.#plan(wanted).settled,
      (wanted) => this.#run(wanted),
      gathering,
    );
  }

  /** The list to look in; undefined where the policy is to be asked for alone. */
  listFor(whole: boolean, options: RequestOptions): Promise<PolicyList | undefined> {
    const known = this.memory.current<PolicyList>(this.collection.path);
    if (known) return known;
    return new Promise((answer) => this.#gatherer.add({ whole, options, answer }));
  }

  #plan(wanted: readonly ListWanted[]) {
    return planReusable(wanted, { askedAlone: this.#askedAlone, listFails: this.#listFails });
  }

  #run(wanted: readonly ListWanted[]): void {
    const list = this.#plan(wanted).how === "list" ? this.#read(wanted) : Promise.resolve(undefined);
    this.#askedAlone = true;
    for (const { answer } of wanted) answer(list);
  }

  #read(wanted: readonly ListWanted[]): Promise<PolicyList> {
    const { send, memory } = this;
    return sharedList({ send, memory }, this.collection, wanted, () => {
      this.#listFails = true;
    });
  }
}
