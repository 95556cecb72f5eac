/**
 * Facts: what a request has or has not, beside its values in the dimensions.
 *
 * A documented fact has a field of the identity. An assumption has none: whether it holds is said under `assume`, by its
 * key, and is unknown otherwise. An assumption may be about this request (it satisfies a group whose content was not
 * read) or about the vendor (an open question); both are treated alike.
 */
export type Fact =
  | {
      readonly kind: "group";
      readonly key: string;
      readonly provider: string;
      readonly name: string;
      readonly team?: string;
    }
  | { readonly kind: "saml" | "oidc"; readonly key: string; readonly name: string; readonly value: string }
  | { readonly kind: "auth_method"; readonly key: string; readonly method: string }
  | {
      readonly kind: "posture";
      readonly key: string;
      readonly check: string;
      readonly account?: string;
      /** Whether `account` may be the policy's own. */
      readonly maybeOwn?: boolean;
    }
  | { readonly kind: "ip_list"; readonly key: string; readonly id: string }
  | { readonly kind: "device_identity"; readonly key: string }
  | Assumption;

export interface Assumption {
  readonly kind: "assumption";
  readonly key: string;
  /** Why it is not known: `the content of Access group "Staff" is not known`. */
  readonly because: string;
  /** What it says of a request, where it says something: `in Access group "Staff"`. */
  readonly words?: string;
}

export function assumption(key: string, because: string, words?: string): Assumption {
  return { kind: "assumption", key, because, ...(words === undefined ? {} : { words }) };
}

export function isAssumption(fact: Fact): fact is Assumption {
  return fact.kind === "assumption";
}
