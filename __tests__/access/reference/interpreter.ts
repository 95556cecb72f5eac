/**
 * A second interpreter of the vendor's rules, to judge the first. It reads the API's JSON rule by rule, with none of the
 * code of src/access: truth is what is possible, a question that is open or not known is put to an oracle.
 */

import { mentionsPosture, reaches } from "./group-graph";
import { CREDENTIALS, INFRASTRUCTURE, inRange, LOGIN_SELECTORS, SELECTORS } from "./selector-kinds";

/** Possible truths in bits. */
const FALSE = 1;
const TRUE = 2;
const EITHER = 3;
type Possible = 1 | 2 | 3;

/** JSON, unchecked: the worlds are well-formed. */
type Json = ReturnType<typeof JSON.parse>;

/** Answers a question by its key; undefined: either is possible. */
export type Oracle = (key: string) => boolean | undefined;

export const SILENT: Oracle = () => undefined;

const known = (value: boolean): Possible => (value ? TRUE : FALSE);
const negated = (value: Possible): Possible => (value === EITHER ? EITHER : value === TRUE ? FALSE : TRUE);
const both = (a: Possible, b: Possible) => ((a & b & TRUE) | ((a | b) & FALSE)) as Possible;
const either = (a: Possible, b: Possible) => negated(both(negated(a), negated(b)));

/** Asks a field of the request: absent is not known, null is none. */
function ask<Value>(value: Value | null | undefined, holds: (value: Value) => boolean | undefined): Possible {
  if (value === undefined) return EITHER;
  if (value === null) return FALSE;
  const answer = holds(value);
  return answer === undefined ? EITHER : known(answer);
}

export interface World {
  readonly account: Json;
  readonly request: Json;
  readonly oracle: Oracle;
}

/** Every decision that is possible, with the policy that makes it: `allow by Staff`, `deny`. */
export function possibleDecisions({ account, request, oracle }: World, applicationId: string): Set<string> {
  const application = account.applications.find((one: Json) => one.id === applicationId);
  return new Interpreter(account, application, request, oracle).decisions();
}

class Interpreter {
  constructor(
    private readonly account: Json,
    private readonly application: Json,
    private readonly request: Json,
    private readonly oracle: Oracle,
  ) {}

  decisions(): Set<string> {
    const found = new Set<string>();
    for (const [when, decision] of this.steps()) {
      if (when & TRUE) found.add(decision);
      if (!(when & FALSE)) return found;
    }
    return found.add("deny");
  }

  *steps(): Generator<[Possible, string]> {
    const { type = "self_hosted", policies = [] } = this.application;
    if (type === "bookmark") {
      yield [TRUE, "bypass"];
      return;
    }
    const login = this.login();
    if (type === "end_user") {
      yield [negated(login), "deny"];
      yield [TRUE, "allow by (built-in)"];
      return;
    }
    yield [this.isPublicPath(), "bypass"];
    if (this.application.options_preflight_bypass)
      yield [known(String(this.request.method ?? "GET").toUpperCase() === "OPTIONS"), "bypass"];
    const ordered = [...policies].sort((a: Json, b: Json) => a.precedence - b.precedence);
    for (const policy of ordered.filter(
      ({ decision }: Json) => decision === "bypass" || decision === "non_identity",
    ))
      yield* this.outcomes(policy);
    yield [negated(login), "deny"];
    for (const policy of ordered.filter(({ decision }: Json) => decision === "allow" || decision === "deny"))
      yield* this.outcomes(policy);
  }

  *outcomes(policy: Json): Generator<[Possible, string]> {
    const matches = this.matches(policy);
    const word = policy.decision === "non_identity" ? "service_auth" : policy.decision;
    if (this.application.type !== "infrastructure") {
      yield [matches, `${word} by ${policy.name}`];
      return;
    }
    if (policy.decision !== "allow") {
      yield [both(matches, this.open(`infrastructure ${policy.decision}`)), `${word} by ${policy.name}`];
      return;
    }
    const ssh = policy.connection_rules?.ssh;
    if (ssh === undefined) {
      yield [matches, `allow by ${policy.name}`];
      return;
    }
    const isNone = ssh.usernames.length === 0 && !ssh.allow_email_alias;
    const named = ask(isNone ? null : this.request.ssh_username, (name: string) => {
      if (ssh.usernames.includes(name)) return true;
      if (!ssh.allow_email_alias) return false;
      const { user } = this.request;
      if (user === undefined || (user !== null && user.email === undefined)) return undefined;
      return user !== null && user.email.split("@")[0] === name;
    });
    yield [both(matches, named), `allow by ${policy.name}`];
    yield [matches, "deny"];
  }

  login(): Possible {
    const { user, service_token: token } = this.request;
    const { allowed_idps: allowed, allow_authenticate_via_warp: own } = this.application;
    const organization = this.account.organization;
    let login: Possible = ask(user, () => true);
    if (allowed?.length)
      login = both(
        login,
        ask(user, (one: Json) => one.identity_provider_id && allowed.includes(one.identity_provider_id)),
      );
    const device = ask(user, (one: Json) => one.device_identity === true);
    const accepts = own ?? organization?.allow_authenticate_via_warp;
    const accepted =
      accepts === undefined && organization === undefined ? this.open("device") : known(accepts === true);
    login = both(login, either(negated(device), accepted));
    return both(login, negated(both(this.strict(), token === undefined ? EITHER : known(token !== null))));
  }

  strict(): Possible {
    const { strict_service_token_auth: strict, created_at: created } = this.account.organization ?? {};
    if (strict !== undefined) return known(strict);
    return created === undefined ? this.open("strict") : known(created >= "2026-10-05");
  }

  isPublicPath(): Possible {
    const { url } = this.request;
    if (!url) return FALSE;
    const { hostname, pathname } = new URL(url);
    return known(
      (this.application.destinations ?? []).some(({ uri, overrides = [] }: Json) =>
        overrides.some(({ path_pattern: pattern }: Json) =>
          pattern.endsWith("*")
            ? hostname === uri && pathname.startsWith(pattern.slice(0, -1))
            : hostname === uri && pathname === pattern,
        ),
      ),
    );
  }

  open(key: string): Possible {
    const answer = this.oracle(key);
    return answer === undefined ? EITHER : known(answer);
  }

  matches(policy: Json): Possible {
    const { decision } = policy;
    const isIntercepted =
      this.application.worker_on_route === true ||
      (this.application.destinations ?? []).some(({ type = "public" }: Json) => type.includes("worker"));
    if (decision === "bypass" && isIntercepted && mentionsPosture(policy, this.account))
      return this.open(`intercepted ${JSON.stringify([policy.include, policy.require, policy.exclude])}`);
    let included: Possible = FALSE;
    const { login, others } = this.divided(policy.include, decision);
    for (const rule of others) {
      const holds = this.rule(rule, decision);
      const selector = Object.keys(rule)[0]!;
      const needsCredential =
        decision === "non_identity" && !CREDENTIALS.includes(selector) && SELECTORS.includes(selector);
      included = either(
        included,
        needsCredential ? both(holds, either(this.credential(), this.open(`alone ${selector}`))) : holds,
      );
    }
    if (login.length > 0) included = either(included, this.identityRules("include", login, decision));
    return both(
      included,
      both(this.every(policy.require, decision), negated(this.some(policy.exclude, decision))),
    );
  }

  /** Rules about a login are one open question of their list where nobody logs in. */
  divided(rules: readonly Json[] = [], decision: string) {
    const without = decision === "bypass" || decision === "non_identity";
    const isLogin = (rule: Json) => without && LOGIN_SELECTORS.includes(Object.keys(rule)[0]!);
    return { login: rules.filter(isLogin), others: rules.filter((rule) => !isLogin(rule)) };
  }

  identityRules(list: string, rules: readonly Json[], decision: string): Possible {
    const content = [...new Set(rules.map((rule) => JSON.stringify(withSortedLevels(rule))))].sort();
    return this.open(`login rules in ${list} with ${decision}: ${content}`);
  }

  some(rules: readonly Json[] | undefined, decision: string, list = "exclude"): Possible {
    const { login, others } = this.divided(rules, decision);
    let result: Possible = login.length > 0 ? this.identityRules(list, login, decision) : FALSE;
    for (const rule of others) result = either(result, this.rule(rule, decision));
    return result;
  }

  every(rules: readonly Json[] | undefined, decision: string): Possible {
    const { login, others } = this.divided(rules, decision);
    let result: Possible = login.length > 0 ? this.identityRules("require", login, decision) : TRUE;
    for (const rule of others) result = both(result, this.rule(rule, decision));
    return result;
  }

  credential(): Possible {
    const { certificate, linked_app_token: linked } = this.request;
    const presented = (value: unknown) => ask(value, () => true);
    return either(this.anyToken(), either(presented(certificate), presented(linked)));
  }

  anyToken(): Possible {
    return ask(this.request.service_token, ({ id, status = "valid" }: Json) => {
      const entry = (this.account.service_tokens ?? []).find((one: Json) => one.id === id);
      return status === "valid" && entry?.enabled !== false;
    });
  }

  rule(rule: Json, decision: string): Possible {
    const selector = Object.keys(rule)[0]!;
    const value = rule[selector];
    if (
      this.application.type === "infrastructure" &&
      SELECTORS.includes(selector) &&
      !INFRASTRUCTURE.includes(selector)
    )
      return this.open(`infrastructure ${JSON.stringify(rule)}`);
    const { user, certificate } = this.request;
    const provider = (id: string, holds: (user: Json) => boolean | undefined): Possible => {
      const entry = (this.account.identity_providers ?? []).find((one: Json) => one.id === id);
      if (entry?.type === "onetimepin") return FALSE;
      return both(
        ask(user, (one: Json) => one.identity_provider_id && one.identity_provider_id === id),
        ask(user, holds),
      );
    };
    const group = (id: string, name: string, team?: string) =>
      provider(id, ({ groups }) =>
        groups === undefined
          ? undefined
          : (groups ?? []).some(
              (one: Json) =>
                one.identity_provider_id === id &&
                one.name === name &&
                (team === undefined || one.team === team),
            ),
      );
    const only = (documented: string, holds: Possible) =>
      decision === documented ? holds : both(holds, this.open(`${selector} with ${decision}`));
    switch (selector) {
      case "everyone":
        return TRUE;
      case "email":
        return ask(user, ({ email }: Json) => email && email === value.email);
      case "email_domain":
        return ask(user, ({ email }: Json) => email?.endsWith(`@${value.domain}`));
      case "email_list": {
        const items = this.items(value.id);
        if (items === undefined)
          return both(
            ask(user, () => true),
            this.open(`list ${value.id}`),
          );
        return items.length === 0 ? FALSE : ask(user, ({ email }: Json) => email && items.includes(email));
      }
      case "login_method":
        return ask(user, ({ identity_provider_id: id }: Json) => id && id === value.id);
      case "okta":
        return group(value.identity_provider_id, value.name);
      case "github-organization":
        return group(value.identity_provider_id, value.name, value.team);
      case "saml":
        return provider(value.identity_provider_id, ({ saml }) =>
          saml === undefined
            ? undefined
            : (saml ?? []).some(
                (one: Json) => one.name === value.attribute_name && one.value === value.attribute_value,
              ),
        );
      case "auth_method": {
        const pin = this.account.identity_providers
          .filter((one: Json) => one.type === "onetimepin")
          .map((one: Json) => one.id);
        return both(
          ask(user, ({ identity_provider_id: id }: Json) => id && !pin.includes(id)),
          ask(user, ({ auth_methods: methods }: Json) =>
            methods === undefined ? undefined : (methods ?? []).includes(value.auth_method),
          ),
        );
      }
      case "external_evaluation":
        return both(
          ask(user, () => true),
          this.open(`evaluation ${value.evaluate_url}`),
        );
      case "user_risk_score": {
        const order = ["unscored", "low", "medium", "high"];
        const levels: string[] = value.user_risk_score;
        const highest = Math.max(...levels.map((level) => order.indexOf(level)));
        const level = ask(user, ({ risk }: Json) =>
          risk === undefined ? undefined : levels.includes(risk ?? "unscored"),
        );
        const below = ask(user, ({ risk }: Json) =>
          risk === undefined
            ? undefined
            : !levels.includes(risk ?? "unscored") && order.indexOf(risk ?? "unscored") < highest,
        );
        return either(level, both(below, this.open("threshold")));
      }
      case "ip":
        return ask(this.request.ip, (ip: string) => inRange(ip, value.ip));
      case "ip_list": {
        const items = this.items(value.id);
        if (items === undefined) return ask(this.request.ip_lists, (ids: string[]) => ids.includes(value.id));
        return items.length === 0
          ? FALSE
          : ask(this.request.ip, (ip: string) => items.some((item) => inRange(ip, item)));
      }
      case "geo":
        return ask(this.request.country, (country: string) => country === value.country_code);
      case "device_posture":
        return ask(this.request.device_posture, (checks: string[]) =>
          checks.includes(
            value.account_id ? `${value.integration_uid}/${value.account_id}` : value.integration_uid,
          ),
        );
      case "certificate":
        return ask(certificate, () => true);
      case "common_name":
        return ask(certificate, ({ common_name: name }: Json) =>
          name === undefined ? undefined : name === value.common_name,
        );
      case "service_token": {
        const entry = (this.account.service_tokens ?? []).find((one: Json) => one.id === value.token_id);
        if (entry?.enabled === false) return FALSE;
        return only(
          "non_identity",
          ask(
            this.request.service_token,
            ({ id, status = "valid" }: Json) => id === value.token_id && status === "valid",
          ),
        );
      }
      case "any_valid_service_token":
        return only("non_identity", this.anyToken());
      case "linked_app_token":
        return only(
          "non_identity",
          ask(this.request.linked_app_token, ({ app_uid: id }: Json) => id === value.app_uid),
        );
      case "group": {
        const entry = this.account.groups.find((one: Json) => one.id === value.id);
        if (entry === undefined) return this.open(`group ${value.id}`);
        if (reaches(entry, value.id, this.account)) return this.open(`circle ${value.id}`);
        return both(
          this.some(entry.include, decision, "include"),
          both(this.every(entry.require, decision), negated(this.some(entry.exclude, decision))),
        );
      }
      default:
        return this.open(`rule ${JSON.stringify(rule)}`);
    }
  }

  items(id: string): string[] | undefined {
    const list = (this.account.lists ?? []).find((one: Json) => one.id === id);
    return list?.items?.map((item: string | Json) => (typeof item === "string" ? item : item.value));
  }
}

/** The order of risk levels says nothing. */
function withSortedLevels(rule: Json): Json {
  const levels = rule.user_risk_score?.user_risk_score;
  return levels === undefined ? rule : { user_risk_score: { user_risk_score: [...levels].sort() } };
}
