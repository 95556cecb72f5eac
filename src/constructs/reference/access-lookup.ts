import type { Construct } from "constructs";
import { propsOf } from "../constructor-arguments";
import { isToken } from "../tokens";
import {
  AccessDataSource,
  type LookupKeys,
  type LookupOptions,
  type LookupSubject,
} from "./access-data-source";

/** Where to look, in a kind that has types. */
export interface TypedLookupOptions extends LookupOptions {
  /**
   * Type as the API spells it, to tell apart what has the same name.
   * @default - any type
   */
  readonly type?: string;
}

/**
 * The one thing of the account that has what is asked for. Not to find it, or to find several, is an error when
 * Terraform runs, which says what there is; all look-ups of a kind share one request.
 */
export abstract class AccessLookup extends AccessDataSource {
  /** Type it is looked up with. */
  readonly knownType?: string;

  protected constructor(
    scope: Construct,
    id: string,
    subject: LookupSubject,
    keys: LookupKeys,
    given?: TypedLookupOptions,
  ) {
    const { type, ...options } = propsOf(subject.construct, given);
    const isTyped = subject.types !== undefined;
    const isAsked = isTyped && (type !== undefined || Object.keys(keys).length === 0);
    const asked = isAsked ? ({ ...keys, type } as LookupKeys) : keys;
    super(scope, id, subject, asked, isTyped ? options : given);
    if (type !== undefined && !isToken(type)) this.knownType = type;
  }

  /** ID, as the API gives it. */
  get id(): string {
    return this.getStringAttribute("id");
  }

  get name(): string {
    return this.getStringAttribute("name");
  }
}
