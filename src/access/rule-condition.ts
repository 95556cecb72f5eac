/**
 * What each selector asks of a request. Source of the rules: the vendor's documentation of selectors, service tokens,
 * login methods and groups.
 *
 *  1. `email`, `email_domain`: the one email of the user; a domain does not cover its subdomains.
 *  2. Facts of an identity provider (groups, SAML, OIDC, authentication method, authentication context) come with the
 *     login through that provider only. The same group name at another provider does not count. A one-time PIN brings none.
 *  3. A GitHub rule without a team matches every member of the organization.
 *  4. `everyone` holds for every request; that Allow asks for a login besides is a rule of the application.
 *  5. `ip_list`, `email_list`: what the items of the list say; unknown where they are.
 *  6. `service_token`: the named token, unless it is disabled or expired. `any_valid_service_token`: any that is neither.
 *     Both are documented for Service Auth alone. Elsewhere a request without the token does not match, and what happens
 *     to one with it is open.
 *  7. `linked_app_token`: a token issued for that application. In Service Auth; open elsewhere (the SDK says Bypass too).
 *  8. `certificate`, `common_name`: a request without a certificate does not match.
 *  9. `user_risk_score`: a listed level matches. For a level below a listed one the API's text (a list of levels) and the
 *     guide (a threshold, "at or below") disagree: open. Nothing says where unscored stands; it counts as the lowest.
 * 10. `device_posture` of another account is another check.
 * 11. `external_evaluation` is decided elsewhere: unknown.
 * 12. `group`: the three lists of the group.
 * 13. A rule that the model does not know is unknown.
 */
import { canonicalRule, DEFERRED, FORMATS, knownRule } from "../model";
import type { Known } from "./account";
import { type AccountIndex, nameIn, plain } from "./account-index";
import { intervalOf, printInterval } from "./address-line";
import { ALWAYS, all, any, type Condition, fact, leaf, NEVER, not } from "./condition";
import { assumption } from "./fact";
import { RISK_LEVELS } from "./identity";

/** Where a rule stands, and what of the account it is judged by. */
export interface RuleContext {
  readonly index: AccountIndex;
  /** The decision of the policy. */
  readonly decision: string;
  readonly infrastructure: boolean;
  /** Names the place of the rule, for a value that is known after the apply: it differs from every other one. */
  readonly where: string;
  /** Names the account where two are compared: what is known after the apply may differ between them. */
  readonly side: string;
  readonly ownAccount: string | undefined;
  /** Milliseconds since 1970: when tokens are looked at. */
  readonly at: number;
  /** Judges the lists of a group. */
  readonly group: (id: string, context: RuleContext) => Condition;
}

type Fields = Readonly<Record<string, unknown>>;
type Text = Readonly<Record<string, string>>;

/** What a rule asks of a request. */
export function ruleCondition(rule: Known<Fields>, context: RuleContext): Condition {
  if (rule === DEFERRED) return knownAfterApply(context);
  const known = knownRule(rule);
  if (known === undefined) return unknownRule(rule);
  const { selector, fields } = known;
  const content = (rule as Fields)[selector.wireKey];
  if (content === DEFERRED || Object.values(fields).includes(DEFERRED)) return knownAfterApply(context);
  const condition = CONDITION_BY_SELECTOR[selector.key];
  return condition === undefined ? unknownRule(rule) : condition(fields as Text, context, rule);
}

/** Something that is known after the apply: true or false, and not the same in another account. */
export function knownAfterApply({ side, where }: Pick<RuleContext, "side" | "where">, what = ""): Condition {
  const place = what === "" ? where : `${where}: ${what}`;
  const key = `${side === "" ? "" : `${side} `}known after apply: ${place}`;
  return fact(assumption(key, `${place} is known after apply`));
}

function unknownRule(rule: unknown): Condition {
  const text = canonicalRule(rule);
  return fact(assumption(`rule ${text}`, `the rule ${plain(text)} is not one that can be decided here`));
}

/** What a rule of each selector asks; a rule of one that has no row here is undecided. */
const CONDITION_BY_SELECTOR: Readonly<
  Record<string, (fields: Text, context: RuleContext, rule: unknown) => Condition>
> = {
  everyone: () => ALWAYS,

  email: ({ email }) => leaf("user", `e:${FORMATS.email.canonical(email!)}`),
  email_domain: ({ domain }) => leaf("user", `d:${FORMATS.domain.canonical(domain!)}`),
  email_list: ({ id }, context) => {
    const items = itemsOf(id!, context, (email) => [leaf("user", `e:${FORMATS.email.canonical(email)}`)]);
    const because = `the items of email list ${nameIn(context.index.lists, id!)} are not known`;
    return items ?? all([leaf("user", "*"), fact(assumption(`email list ${id}`, because))]);
  },
  login_method: ({ id }) => leaf("provider", id!),

  azure_ad: ({ id, identity_provider_id: provider }, context) => groupOf(provider!, id!, context),
  gsuite: ({ email, identity_provider_id: provider }, context) =>
    groupOf(provider!, FORMATS.email.canonical(email!), context),
  okta: ({ name, identity_provider_id: provider }, context) => groupOf(provider!, name!, context),
  github_organization: ({ name, team, identity_provider_id: provider }, context) => {
    const organization = groupOf(provider!, name!, context);
    if (team === undefined || organization === NEVER) return organization;
    const key = `group ${provider}/${name}/${team}`;
    // A team implies its organization.
    return all([organization, fact({ kind: "group", key, provider: provider!, name: name!, team })]);
  },
  saml: ({ attribute_name: name, attribute_value: value, identity_provider_id: provider }, context) =>
    fromProvider(
      provider!,
      context,
      fact({ kind: "saml", key: `saml ${name}=${value}`, name: name!, value: value! }),
    ),
  oidc: ({ claim_name: name, claim_value: value, identity_provider_id: provider }, context) =>
    fromProvider(
      provider!,
      context,
      fact({ kind: "oidc", key: `oidc ${name}=${value}`, name: name!, value: value! }),
    ),
  auth_method: ({ auth_method: method }, { index }) => {
    const pins = [...index.providers.values()].filter(({ type }) => type === ONE_TIME_PIN);
    return all([
      leaf("user", "*"),
      not(leaf("provider", ...pins.map(({ id }) => id))),
      fact({ kind: "auth_method", key: `authentication method ${method}`, method: method! }),
    ]);
  },
  auth_context: ({ id, ac_id: acId, identity_provider_id: provider }, context) =>
    fromProvider(
      provider!,
      context,
      fact(
        assumption(
          `authentication context ${provider}/${id}/${acId}`,
          `whether the login satisfies authentication context ${plain(acId)} is not known`,
          `with authentication context ${plain(acId)}`,
        ),
      ),
    ),
  cloudflare_account_member: ({ account_id: id }, { ownAccount }) => {
    const account = id === undefined || id === ownAccount ? "this account" : id;
    const because = `whether the user is a member of ${account === "this account" ? account : plain(id)} is not known`;
    const words = `in ${account === "this account" ? "this Cloudflare account" : `Cloudflare account ${plain(id)}`}`;
    return all([
      leaf("user", "*"),
      fact(assumption(`member of Cloudflare account ${account}`, because, words)),
    ]);
  },
  external_evaluation: ({ evaluate_url: url, keys_url: keys }) =>
    all([
      leaf("user", "*"),
      fact(
        assumption(
          `external evaluation ${url} ${keys}`,
          `the API at ${plain(url)} decides`,
          `with a yes from ${plain(url)}`,
        ),
      ),
    ]),
  user_risk_score: ({ user_risk_score: levels }, context) => {
    const listed = levels as unknown as readonly Known<string>[];
    return listed.includes(DEFERRED) ? knownAfterApply(context) : riskCondition(listed as readonly string[]);
  },

  ip: ({ ip }, _, rule) => {
    const interval = intervalOf(ip!);
    return interval === undefined ? unknownRule(rule) : leaf("ip", printInterval(interval));
  },
  ip_list: ({ id }, context) =>
    itemsOf(id!, context, (ip) => {
      const interval = intervalOf(ip);
      return interval === undefined ? [] : [leaf("ip", printInterval(interval))];
    }) ?? fact({ kind: "ip_list", key: `IP list ${id}`, id: id! }),
  geo: ({ country_code: code }) => leaf("country", FORMATS.country.canonical(code!)),
  device_posture: ({ integration_uid: check, account_id: account }, { ownAccount }) => {
    if (account === undefined || account === ownAccount)
      return fact({ kind: "posture", key: `posture ${check}`, check: check! });
    const maybeOwn = ownAccount === undefined;
    const key = `posture ${check}/${account}`;
    return fact({ kind: "posture", key, check: check!, account, maybeOwn });
  },
  certificate: () => leaf("certificate", "*"),
  common_name: ({ common_name: name }) => leaf("certificate", `n:${FORMATS.text.canonical(name!)}`),

  service_token: ({ token_id: id }, context) =>
    outside(["non_identity"], "service_token", context, validToken(id!, context)),
  any_valid_service_token: (_, context) =>
    outside(["non_identity"], "any_valid_service_token", context, anyValidToken(context)),
  linked_app_token: ({ app_uid: id }, context) =>
    outside(["non_identity"], "linked_app_token", context, leaf("linked", `a:${id}`)),

  group: ({ id }, context) => context.group(id!, context),
};

const ONE_TIME_PIN = "onetimepin";

/** Something that a login through this provider reports. */
function fromProvider(provider: string, { index }: RuleContext, condition: Condition): Condition {
  if (index.providers.get(provider)?.type === ONE_TIME_PIN) return NEVER;
  return all([leaf("provider", provider), condition]);
}

function groupOf(provider: string, name: string, context: RuleContext): Condition {
  return fromProvider(
    provider,
    context,
    fact({ kind: "group", key: `group ${provider}/${name}`, provider, name }),
  );
}

/** What the items of a list ask for together; undefined where they were not read. */
function itemsOf(
  id: string,
  context: RuleContext,
  each: (value: string) => readonly Condition[],
): Condition | undefined {
  const items = context.index.lists.get(id)?.items;
  if (items === undefined || items === null) return undefined;
  const where = `list ${nameIn(context.index.lists, id)}`;
  if (items === DEFERRED) return knownAfterApply({ ...context, where });
  const conditions = items.flatMap((item, index) => {
    const value = typeof item === "object" ? item.value : item;
    if (value === DEFERRED) return [knownAfterApply({ ...context, where: `item ${index + 1} of ${where}` })];
    return typeof value === "string" ? each(value) : [];
  });
  return any(conditions);
}

function riskCondition(listed: readonly string[]): Condition {
  const highest = Math.max(...listed.map((level) => RISK_LEVELS.indexOf(level as never)));
  const below = RISK_LEVELS.filter((level, rank) => rank < highest && !listed.includes(level));
  const open = assumption("open: user_risk_score is a threshold", "a risk level below a listed one is open");
  return any([leaf("risk", ...listed), all([leaf("risk", ...below), fact(open)])]);
}

/** A condition of a selector that is documented for some decisions; in a policy of another one it is open. */
function outside(
  documented: readonly string[],
  selector: string,
  { decision }: RuleContext,
  condition: Condition,
): Condition {
  if (documented.includes(decision)) return condition;
  const because = `what ${selector} does in a policy of the decision ${plain(decision)} is not documented`;
  return all([condition, fact(assumption(`open: ${selector} with ${decision}`, because))]);
}

/** The token is presented, and neither disabled nor expired. */
function validToken(id: string, context: RuleContext): Condition {
  const token = context.index.tokens.get(id);
  if (token === undefined) return leaf("token", `t:${id}`);
  if (token.enabled === false || hasExpired(token.expires_at, context.at)) return NEVER;
  const presented = leaf("token", `t:${id}`);
  if (token.enabled !== DEFERRED && token.expires_at !== DEFERRED) return presented;
  const where = `whether service token ${nameIn(context.index.tokens, id)} is valid`;
  return all([presented, knownAfterApply({ ...context, where })]);
}

/** Any valid token of the account: none that the account knows to be disabled or expired. */
export function anyValidToken(context: RuleContext): Condition {
  const known = [...context.index.tokens.keys()];
  const doubtful = known.map((id) => [id, validToken(id, context)] as const);
  const invalid = doubtful.flatMap(([id, valid]) =>
    valid.kind === "leaf" ? [] : [all([leaf("token", `t:${id}`), not(valid)])],
  );
  return all([leaf("token", "*"), not(any(invalid))]);
}

function hasExpired(expires: unknown, at: number): boolean {
  return typeof expires === "string" && Date.parse(expires) <= at;
}
