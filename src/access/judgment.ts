/**
 * The order in which an application judges a request. Source of the rules: the vendor's documentation of policies, of
 * service tokens, of application settings and of the kinds of applications.
 *
 *  1. Paths that a destination makes public bypass Access whatever the policies say. With `options_preflight_bypass` so
 *     does every OPTIONS request.
 *  2. Bypass and Service Auth policies come first, by precedence. The first that matches decides: let in.
 *  3. Then Allow and Block by precedence; the first that matches decides. Where none matches, the request is denied.
 *  4. Allow and Block need a login. A request without one gets the login page, which is not "let in"; a service token alone
 *     does not satisfy Allow.
 *  5. `allowed_idps`: a login through another provider is not accepted. Empty: every provider.
 *  6. A login by the device's session counts where the application, else the organization, accepts it.
 *  7. With `strict_service_token_auth` a request with token headers is judged by Bypass and Service Auth alone. It is on
 *     where the organization says so, and by default for organizations made from 2026-10-05 on. Without it, token and
 *     login both count.
 *  8. Infrastructure: Allow only, what others do there is open. The policy that matches names the SSH users; another name
 *     is denied.
 *  9. `end_user`: a built-in policy allows every login; there are no others. Bookmark: policies hide a tile, they protect
 *     nothing. `mcp` through a portal: the portal has to let the request in, too.
 */
import { DEFERRED } from "../model";
import type { AccessApplication } from "./account";
import { type AccountIndex, plain } from "./account-index";
import { ALWAYS, all, any, type Condition, fact, leaf, NEVER, not } from "./condition";
import { publicPaths } from "./destinations";
import { assumption } from "./fact";
import {
  denied,
  type Judgment,
  type JudgmentOptions,
  type JudgmentStep,
  type Outcome,
  open,
  whether,
} from "./outcome";
import { PolicySteps } from "./policy-steps";
import { knownAfterApply } from "./rule-condition";
import { termsOf } from "./terms";

export function judgmentOf(
  application: AccessApplication,
  index: AccountIndex,
  options: JudgmentOptions,
): Judgment {
  const login = loginCondition(application, index, options);
  const type = application.type ?? "self_hosted";
  if (type === "bookmark")
    return { login, steps: [{ when: ALWAYS, outcome: open("a bookmark protects nothing") }] };
  const noLogin: JudgmentStep = { when: not(login), outcome: denied("there is no login that counts here") };
  if (type === "end_user") {
    const builtIn = { id: null, name: "(built-in)" };
    const terms = termsOf({}, application, index, { where: "", side: "", viaPortal: false });
    const outcome: Outcome = { decision: "allow", policy: builtIn, terms, reason: "", ownSession: false };
    return { login, steps: [noLogin, { when: ALWAYS, outcome }] };
  }
  const portal = portalOf(application, index, options);
  const judge = new PolicySteps(application, index, options);
  const steps = [
    ...(type === DEFERRED ? judge.anything("type") : []),
    ...settings(application, options),
    ...judge.first(),
    noLogin,
    ...judge.second(),
  ];
  return { login, steps: steps.filter(({ when }) => when !== NEVER), ...(portal ? { portal } : {}) };
}

function settings(application: AccessApplication, { side = "" }: JudgmentOptions): JudgmentStep[] {
  const where = `application ${plain(application.name ?? application.id)}`;
  const preflight = whether(
    application.options_preflight_bypass,
    side,
    `options_preflight_bypass of ${where}`,
  );
  return [
    { when: publicPaths(application, side, where), outcome: open("the path is public") },
    {
      when: all([preflight, leaf("method", "OPTIONS")]),
      outcome: open("OPTIONS requests reach the origin without a login"),
    },
  ];
}

const STRICT_BY_DEFAULT_FROM = Date.parse("2026-10-05T00:00:00Z");

/** Whether the account does not say if strict service token authentication is on. */
export function isStrictUnsaid({ organization }: AccountIndex): boolean {
  if (organization === DEFERRED) return false;
  return (
    (organization?.strict_service_token_auth ?? undefined) === undefined &&
    typeof organization?.created_at !== "string"
  );
}

function strictCondition({ organization }: AccountIndex, { side = "", withoutStrict }: JudgmentOptions) {
  const where = "strict_service_token_auth of the organization";
  if (organization === DEFERRED) return knownAfterApply({ side, where });
  const strict = organization?.strict_service_token_auth;
  if (strict !== undefined && strict !== null) return whether(strict, side, where);
  const created = organization?.created_at;
  if (typeof created === "string") return Date.parse(created) >= STRICT_BY_DEFAULT_FROM ? ALWAYS : NEVER;
  if (withoutStrict) return NEVER;
  const because = "whether the organization has strict service token authentication is not known";
  return fact(assumption("strict service token authentication", because));
}

function loginCondition(
  application: AccessApplication,
  index: AccountIndex,
  options: JudgmentOptions,
): Condition {
  const side = options.side ?? "";
  const where = `application ${plain(application.name ?? application.id)}`;
  const strict = strictCondition(index, options);
  return all([
    leaf("user", "*"),
    providerCondition(application.allowed_idps, side, where),
    any([
      not(fact({ kind: "device_identity", key: "device identity" })),
      deviceLogin(application, index, side),
    ]),
    not(all([strict, leaf("token", "+")])),
  ]);
}

function providerCondition(
  allowed: AccessApplication["allowed_idps"],
  side: string,
  where: string,
): Condition {
  if (allowed === DEFERRED) return knownAfterApply({ side, where: `allowed_idps of ${where}` });
  if (!allowed || allowed.length === 0) return ALWAYS;
  return any(
    allowed.map((id, position) =>
      id === DEFERRED
        ? knownAfterApply({ side, where: `allowed_idps ${position + 1} of ${where}` })
        : leaf("provider", id),
    ),
  );
}

function deviceLogin(
  application: AccessApplication,
  { organization }: AccountIndex,
  side: string,
): Condition {
  const where = "allow_authenticate_via_warp";
  const own = application.allow_authenticate_via_warp;
  if (own !== undefined && own !== null)
    return whether(own, side, `${where} of application ${application.id}`);
  if (organization === DEFERRED) return knownAfterApply({ side, where: `${where} of the organization` });
  if (organization !== undefined)
    return whether(organization.allow_authenticate_via_warp, side, `${where} of the organization`);
  return fact(assumption(where, "whether the organization accepts the session of a device is not known"));
}

function portalOf(
  application: AccessApplication,
  index: AccountIndex,
  options: JudgmentOptions,
): Judgment | undefined {
  const { via_portal: via } = application;
  if (application.type !== "mcp" || (typeof via !== "string" && via !== DEFERRED)) return undefined;
  const portal = index.account.applications.find(({ id }) => id === via);
  if (portal !== undefined && portal !== application) return judgmentOf(portal, index, options);
  const key = `MCP portal ${via === DEFERRED ? `of ${application.id}` : via}`;
  const letsIn = fact(assumption(key, `what ${plain(via)} decides, the MCP portal, is not known`));
  return { login: ALWAYS, steps: [{ when: letsIn, outcome: open("the portal lets the request in") }] };
}
