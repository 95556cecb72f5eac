import { createHash } from "node:crypto";
import type { Normalization } from "./normalization/normalization";
import { Normalizer } from "./normalization/normalizer";
import { type PolicyWithPrecedence, policiesOf } from "./placement";
import type { ApplicationRecord, Body, PolicyRecord, Store } from "./store";

/** Turns what is stored into what the API answers. */
export class Presenter {
  private readonly normalizer: Normalizer;

  constructor(
    private readonly store: Store,
    private readonly how: Normalization,
    normalizer?: Normalizer,
  ) {
    this.normalizer = normalizer ?? new Normalizer(how);
  }

  /** The same way of writing, of what another store holds. */
  of(store: Store): Presenter {
    return new Presenter(store, this.how, this.normalizer);
  }

  reusable(policy: PolicyRecord): unknown {
    return {
      ...this.policy(policy, "ordinary"),
      app_count: this.store.applicationsLinking(policy.id).length,
      reusable: true,
    };
  }

  /** A policy as one of an application's. */
  attached(app: ApplicationRecord, { policy, precedence }: PolicyWithPrecedence): unknown {
    const own = policy.appId !== undefined;
    return {
      ...this.policy(policy, own && app.body.type === "infrastructure" ? "infrastructure" : "ordinary"),
      account_id: policy.accountId,
      precedence,
      ...(own ? (this.how.sayNotReusable ? { reusable: false } : {}) : { reusable: true }),
    };
  }

  application(app: ApplicationRecord): unknown {
    return {
      name: app.id,
      type: "self_hosted",
      ...withoutSecrets(app.body),
      id: app.id,
      aud: createHash("sha256").update(app.id).digest("hex"),
      policies: policiesOf(this.store, app).map((attached) => this.attached(app, attached)),
      created_at: app.createdAt,
      updated_at: app.updatedAt,
    };
  }

  private policy(policy: PolicyRecord, form: "ordinary" | "infrastructure"): Record<string, unknown> {
    return {
      id: policy.id,
      ...this.normalizer.body(policy.body, form, policy.accountId),
      created_at: policy.createdAt,
      updated_at: policy.updatedAt,
    };
  }
}

/** What an application is sent and never answers. A PUT without them loses them. */
const SECRETS = ["client_secret", "password", "token"];

function withoutSecrets(body: Body): Body {
  const saas = isBody(body.saas_app) ? { saas_app: hidden(body.saas_app) } : {};
  const scim = isBody(body.scim_config) ? { scim_config: hiddenIn(body.scim_config) } : {};
  return { ...body, ...saas, ...scim };
}

function hiddenIn(scim: Body): Body {
  const { authentication } = scim;
  if (Array.isArray(authentication)) return { ...scim, authentication: authentication.map(hidden) };
  return isBody(authentication) ? { ...scim, authentication: hidden(authentication) } : scim;
}

function hidden(body: Body): Body {
  return Object.fromEntries(Object.entries(body).filter(([name]) => !SECRETS.includes(name)));
}

function isBody(value: unknown): value is Body {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
