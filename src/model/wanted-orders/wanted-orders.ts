import { mark } from "./mark";

/** A policy of one application, and the precedence that is configured for it. */
export interface WantedPlace {
  readonly name: string;
  readonly precedence: number;
  /** Whether it is a block policy, or may be one. */
  readonly denies?: boolean;
}

/** The configured places of one application's policies. */
export interface WantedOrder {
  /** Absent where the application's id is only known when it is applied. */
  readonly appId?: string;
  readonly places: readonly WantedPlace[];
}

/** What can be read again: names and ids as marks. */
export interface MarkedOrder {
  readonly app: string | undefined;
  /** The configured precedence by the mark of a policy's name. Names that come twice are left out: they tell nothing. */
  readonly places: ReadonlyMap<string, number>;
  /** Those among them that are block policies. */
  readonly denies: ReadonlySet<string>;
}

/** What stands behind a block policy. */
export const DENIES = "!";

/**
 * The orders as one line, `app=name:1,name:2!;…` with marks for the names and ids, and a sign for block policies. Every
 * call of a plan and an apply carries the whole line, so a policy takes about ten characters and an application no structure of its own.
 */
export function writeWantedOrders(orders: readonly WantedOrder[]): string {
  const lines = orders.map(({ appId, places }) => {
    const entries = [...places]
      .sort((a, b) => a.precedence - b.precedence)
      .map(({ name, precedence, denies }) => `${mark(name)}:${precedence}${denies ? DENIES : ""}`);
    return `${appId === undefined ? "" : appMark(appId)}=${entries.join(",")}`;
  });
  // Applications that are alike and not told apart by an id need not be said twice.
  return [...new Set(lines)].sort().join(";");
}

/** What is not of the form is passed over: it may be a later version's. */
export function readWantedOrders(text: string): MarkedOrder[] {
  return text
    .split(";")
    .filter((part) => part.includes("="))
    .map((part) => {
      const [app, entries] = part.split("=") as [string, string];
      return { app: app === "" ? undefined : app, ...placesIn(entries) };
    });
}

/** Ids of applications mean the same in either case. */
export function appMark(appId: string): string {
  return mark(appId.toLowerCase());
}

function placesIn(entries: string): Pick<MarkedOrder, "places" | "denies"> {
  const places = new Map<string, number>();
  const denies = new Set<string>();
  const twice = new Set<string>();
  for (const [, name, digits, denying] of entries.matchAll(/([\w-]{8}):(\d+)(!?)/g)) {
    if (places.has(name!)) twice.add(name!);
    places.set(name!, Number(digits));
    if (denying === DENIES) denies.add(name!);
  }
  for (const name of twice) {
    places.delete(name);
    denies.delete(name);
  }
  return { places, denies };
}
