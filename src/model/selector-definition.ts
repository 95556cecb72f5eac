import type { AccessDecision, FormatName } from "./formats";
import type { Reference } from "./references";

/** One field of a selector's object, by the name it has on the wire. */
export interface SelectorField {
  readonly type: "string" | "strings";
  readonly required: boolean;
  readonly description: string;
  /** The check and the canonical form of the value, or of each element. */
  readonly format: FormatName;
  /** An empty list is refused. @default false */
  readonly atLeastOne?: boolean;
  /** The value that leaving the field out stands for, where the API may write it out. @default none */
  readonly absentMeans?: "own account";
  /** What the value is the id of, where that is something of the account. */
  readonly refersTo?: Reference;
}

/** One kind of rule: what it is called in each shape, what it says, and where it may stand. */
export interface SelectorDefinition {
  /** Name in Terraform and in documents, snake_case. */
  readonly key: string;
  /** Name in the API's JSON; differs from `key` for `azureAD` and `github-organization`. */
  readonly wireKey: string;
  /** Name of the rule factory: `key` in camelCase. */
  readonly factory: string;
  /** Name of the factory that takes many values; only where one string is enough for a rule. */
  readonly plural?: string;
  /**
   * flag: an empty object on the wire; strings: one required string; objects: everything else. How each is written in a
   * document: rule-text.ts.
   */
  readonly shape: "flag" | "strings" | "objects";
  readonly fields: Readonly<Record<string, SelectorField>>;
  /** What the rule matches, in a sentence. */
  readonly description: string;
  /** What a summary calls it: "email domain", "country", … */
  readonly noun: string;
  /** The decisions in which the rule does something. */
  readonly decisions: readonly AccessDecision[];
  /** Judged from who logs in, hence at login only; the others are also checked while the session lasts. */
  readonly identity: boolean;
  /** A request has at most one such value, so that no request meets two different rules. @default false */
  readonly single?: boolean;
  /** Usable in policies of infrastructure applications. */
  readonly infrastructure: boolean;
}
