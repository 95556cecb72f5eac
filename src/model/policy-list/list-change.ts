import type { PolicyContent } from "./policy-list";

/** A policy that the application has, managed here or not. */
export interface PresentPolicy {
  readonly id: string;
  readonly precedence: number;
  readonly content: PolicyContent;
}

/** A policy that the list is to have. */
export interface WantedPolicy {
  readonly key: string;
  /** The present policy that it is; undefined: a new one. */
  readonly id?: string;
  readonly content: PolicyContent;
  /** Something that does not matter to the order changes too, such as the name. @default false */
  readonly rewritten?: boolean;
}

export interface ListChange {
  /** All policies of the application. */
  readonly present: readonly PresentPolicy[];
  /** Those of the list, in the order of judgment. */
  readonly wanted: readonly WantedPolicy[];
  /** Ids of the policies that are deleted. All that are neither deleted nor wanted are never written. */
  readonly removed: ReadonlySet<string>;
}

/** Identifies the policy that a step writes. */
export type PlannedPolicy =
  | { readonly id: string; readonly key?: string }
  | { readonly id?: undefined; readonly key: string }
  /** A block policy that exists during the change only. */
  | { readonly temporary: number; readonly like: PolicyContent };

/** One request. `content` says what the policy has afterwards; "blocked": its own rules, with the decision deny. */
export type ListStep =
  | { readonly action: "create"; readonly policy: PlannedPolicy; readonly precedence: number }
  | {
      readonly action: "write";
      readonly policy: PlannedPolicy;
      readonly precedence: number;
      readonly content: "present" | "wanted" | "blocked";
    }
  | { readonly action: "delete"; readonly policy: PlannedPolicy };

/** An allow policy that lets in requests on the way which both lists deny. */
export interface TransitionalAccess {
  readonly allow: PlannedPolicy;
  /** Block policies of the old list, and of the new one, that stand before it there and not yet, or no more, on the way. */
  readonly without: readonly PlannedPolicy[];
}

export interface ListPlan {
  readonly steps: readonly ListStep[];
  /** The precedence of each wanted policy afterwards, by key. */
  readonly precedences: ReadonlyMap<string, number>;
  /** Lists on the way that may deny a request which both the old and the new list let in. */
  readonly denials: number;
  /** Present where no safe order of the steps was found; they are the least unsafe ones then. */
  readonly transitionalAccess?: TransitionalAccess;
}

/** New policies have no id yet; their key may be the id of another one. */
export function idOf({ id, key }: WantedPolicy): string {
  return id ?? `new ${key}`;
}

export function sameContent(a: PolicyContent, b: PolicyContent | undefined): boolean {
  return a.rules === b?.rules && a.decision === b.decision;
}
