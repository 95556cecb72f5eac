import { appMark, type MarkedList, mark, readWantedLists } from "../../../model";
import type { ObjectValue } from "../../framework";

/** The ordered lists of a stack, application by application. */
export class StackLists {
  readonly #byApp = new Map<string, MarkedList>();
  /** Those of applications not known at synth, by each of their names. */
  readonly #byName = new Map<string, MarkedList[]>();

  private constructor(lists: readonly MarkedList[]) {
    for (const list of lists) {
      if (list.app !== undefined) this.#byApp.set(list.app, list);
      else for (const name of list.names) this.#byName.set(name, [...(this.#byName.get(name) ?? []), list]);
    }
  }

  static #last: { readonly text: string; readonly lists: StackLists } | undefined;

  /** Undefined where the stack says nothing. The same text, which every call carries, is read once. */
  static of(providerMeta: ObjectValue | null | undefined): StackLists | undefined {
    const text = providerMeta?.orders;
    if (typeof text !== "string") return undefined;
    if (StackLists.#last?.text !== text)
      StackLists.#last = { text, lists: new StackLists(readWantedLists(text)) };
    return StackLists.#last.lists;
  }

  /** Whether a policy may be one of a list. */
  mayHave(appId: string, name: string): boolean {
    const literal = this.#byApp.get(appMark(appId));
    return literal?.names.includes(mark(name)) ?? this.#byName.has(mark(name));
  }

  /**
   * The list that a policy is in. That of an application whose id was not known at synth is told by the names that the
   * application has: those that one list alone has must all be of the same one.
   */
  of(appId: string, name: string, names: readonly string[]): MarkedList | undefined {
    const literal = this.#byApp.get(appMark(appId));
    const found = literal ?? this.#told([name, ...names]);
    return found?.names.includes(mark(name)) ? found : undefined;
  }

  #told(names: readonly string[]): MarkedList | undefined {
    const lists = names.flatMap((name) => {
      const having = this.#byName.get(mark(name)) ?? [];
      return having.length === 1 ? having : [];
    });
    return lists.every((list) => list === lists[0]) ? lists[0] : undefined;
  }
}
