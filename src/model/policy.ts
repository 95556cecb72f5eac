import type { Deferred } from "./deferred";
import { documentToWire, type PolicyDocument, type WirePolicy, wireToDocument } from "./document";
import type { Issue } from "./issue";
import { lintPolicy } from "./lint";
import type { PolicyKind } from "./policy-fields";
import { POLICY_FIELDS, type PolicyFields } from "./policy-fields";
import { preserveSemanticallyEqual } from "./preserve";
import { type FieldReference, referencesInPolicy } from "./references";
import { semanticEquals } from "./semantic-equality";
import { type SummaryOptions, summarize } from "./summary";
import {
  mergeUnmanaged,
  type SplitAnswer,
  type SplitOptions,
  splitAnswer,
  type UnmanagedFields,
} from "./unmanaged-fields";
import { validateDocument, validateWire } from "./validate";

/** A policy with everything that is derived from it. Each is derived when it is first asked for, and once. */
export class Policy {
  private readonly derived = new Map<string, unknown>();

  constructor(
    readonly type: PolicyType,
    /** Terraform's shape. */
    readonly document: PolicyDocument,
  ) {}

  /** The request body that says the same. */
  get wire(): WirePolicy {
    return this.once("wire", () => this.type.toWire(this.document));
  }

  /** The errors. Paths are those of the wire. */
  get issues(): readonly Issue[] {
    return this.once("issues", () => this.type.validate(this.document, this.wire));
  }

  /** Finds the warnings, but for those that the policy accepts. Paths are those of the wire. */
  lint(accepted?: unknown): readonly Issue[] {
    return this.type.lint(this.wire, accepted);
  }

  /** Describes what the policy does in one line; DEFERRED where that is not known yet. */
  summary({ redact = false }: SummaryOptions = {}): string | Deferred {
    return this.once(`summary ${redact}`, () => this.type.summarize(this.wire, { redact }));
  }

  /** Returns whether two policies have the same effect, however each is written. */
  semanticEquals(other: Policy): boolean {
    return this === other || this.type.semanticEquals(this.document, other.document);
  }

  /**
   * Returns what `fresh` says with the prior value of everything that is semantically equal: this policy itself where all
   * of it is.
   */
  preserve(fresh: PolicyDocument): Policy {
    const preserved = this.type.preserve(this.document, fresh);
    return preserved === this.document ? this : new Policy(this.type, preserved);
  }

  private once<Value>(name: string, derive: () => Value): Value {
    if (!this.derived.has(name)) this.derived.set(name, derive());
    return this.derived.get(name) as Value;
  }
}

/** Everything that the model knows of one kind of policy. */
export interface PolicyType {
  readonly kind: PolicyKind;
  /** The fields that a user may set. */
  readonly fields: PolicyFields;
  /** The attributes that make up an import id, in order, by their names in Terraform. */
  readonly importId: readonly string[];
  /** Converts a document to the request body that says the same. */
  toWire(document: PolicyDocument): WirePolicy;
  /** Converts an answer of the API to a document in canonical form: every field is there, null for absent. */
  fromWire(wire: WirePolicy): PolicyDocument;
  /** Makes a policy of a document: a value that derives everything below once. */
  policy(document: PolicyDocument): Policy;
  /** Finds the errors in a document. Paths are those of the wire. */
  validate(document: PolicyDocument, wire?: WirePolicy): readonly Issue[];
  /** Finds the errors in a policy as it would be sent. */
  validateWire(wire: unknown): readonly Issue[];
  /** Finds the warnings about a policy as it would be sent, but for those it accepts. */
  lint(wire: WirePolicy, accepted?: unknown): readonly Issue[];
  /** Returns whether two documents have the same effect, however each is written. */
  semanticEquals(a: PolicyDocument, b: PolicyDocument): boolean;
  /** Returns `fresh` with the prior value of everything that is semantically equal; `prior` itself where all of it is. */
  preserve(prior: PolicyDocument, fresh: PolicyDocument): PolicyDocument;
  /** Describes a policy in one line; DEFERRED where that is not known yet. */
  summarize(wire: WirePolicy, options?: SummaryOptions): string | Deferred;
  /** Splits an answer into what the model knows and what it does not. */
  splitUnmanaged(answer: WirePolicy, options?: SplitOptions): SplitAnswer;
  /** Puts what {@link splitUnmanaged} kept apart into a request body. */
  mergeUnmanaged(body: WirePolicy, unmanaged: UnmanagedFields, accountId?: string): WirePolicy;
  /** Returns the fields that refer to something of the policy's own account. */
  references(wire: WirePolicy, accountId: string): readonly FieldReference[];
}

function policyType(kind: PolicyKind, importId: readonly string[]): PolicyType {
  const fields = POLICY_FIELDS[kind];
  const toWire = (document: PolicyDocument) => documentToWire(fields, document);
  const type: PolicyType = {
    kind,
    fields,
    importId,
    toWire,
    fromWire: (wire) => wireToDocument(fields, wire),
    policy: (document) => new Policy(type, document),
    validate: (document, wire = toWire(document)) => validateDocument(fields, document, wire),
    validateWire: (wire) => validateWire(fields, wire),
    lint: (wire, accepted) => lintPolicy(fields, wire, accepted),
    semanticEquals: (a, b) => semanticEquals(fields, a, b),
    preserve: (prior, fresh) => preserveSemanticallyEqual(fields, prior, fresh),
    summarize,
    splitUnmanaged: (answer, options) => splitAnswer(fields, answer, options),
    mergeUnmanaged: (body, unmanaged, accountId) => mergeUnmanaged(fields, body, unmanaged, accountId),
    references: (wire, accountId) => referencesInPolicy(fields, wire, accountId),
  };
  return type;
}

/** The kinds of policy. */
export const POLICY_TYPES = {
  /** Owned by the account; applications refer to it by its id. */
  reusable: policyType("reusable", ["account_id", "id"]),
  /** Owned by one application. */
  application: policyType("application", ["account_id", "app_id", "id"]),
} as const satisfies Readonly<Record<PolicyKind, PolicyType>>;
