import { mark } from "./mark";
import { appMark, DENIES } from "./wanted-orders";

/** A policy of an ordered list. */
export interface ListedPolicy {
  readonly name: string;
  /** Whether it is a block policy, or may be one. */
  readonly denies?: boolean;
}

/** An application's policies in their order, whatever their precedences. */
export interface WantedList {
  /** Absent where the application's id is only known when it is applied. */
  readonly appId?: string;
  readonly policies: readonly ListedPolicy[];
}

/** What can be read again: names and ids as marks. */
export interface MarkedList {
  readonly app: string | undefined;
  readonly names: readonly string[];
  /** Those among them that are block policies. */
  readonly denies: ReadonlySet<string>;
}

/** Where the precedences of an application have another sign, so that neither is taken for the other. */
const LIST = "~";

/**
 * The lists as one line, `app~name,name!;…`, to stand beside the precedences: marks for the names and ids, the first
 * policy in front, and a sign for block policies.
 */
export function writeWantedLists(lists: readonly WantedList[]): string {
  const lines = lists.map(({ appId, policies }) => {
    const entries = policies.map(({ name, denies }) => `${mark(name)}${denies ? DENIES : ""}`);
    return `${appId === undefined ? "" : appMark(appId)}${LIST}${entries.join(",")}`;
  });
  // Applications that are alike and not told apart by an id need not be said twice.
  return [...new Set(lines)].sort().join(";");
}

/** What is not of the form is passed over: it may be a later version's. */
export function readWantedLists(text: string): MarkedList[] {
  return text.split(";").flatMap((part) => {
    const [, app, entries] = /^([\w-]*)~([\w!,-]+)$/.exec(part) ?? [];
    if (entries === undefined) return [];
    const policies = entries.split(",");
    return {
      app: app === "" ? undefined : app,
      names: policies.map((policy) => policy.replace(DENIES, "")),
      denies: new Set(policies.flatMap((it) => (it.endsWith(DENIES) ? [it.slice(0, -1)] : []))),
    };
  });
}
