import type { Deferred } from "./deferred";
import type { PolicyDocument, WirePolicy } from "./document";
import type { Issue } from "./issue";
import type { PolicyType } from "./policy-type";
import type { SummaryOptions } from "./summary";

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
