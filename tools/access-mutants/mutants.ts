// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the texts are source code
/** Rules of the evaluator turned around, one at a time. */
export interface Mutant {
  readonly rule: string;
  /** Below src/access. */
  readonly file: string;
  readonly from: string;
  readonly to: string;
}

const of = (
  file: string,
  ...list: readonly (readonly [rule: string, from: string, to: string])[]
): Mutant[] => list.map(([rule, from, to]) => ({ rule, file, from, to }));

export const MUTANTS: readonly Mutant[] = [
  ...of(
    "policy-condition.ts",
    ["exclude does not count", "not(exclude(policy.exclude, context)),\n  ]);\n  if", "]);\n  if"],
    ["require does not count", "    require(policy.require, context),\n", ""],
    ["one require is enough", 'return all(listConditions("require"', 'return any(listConditions("require"'],
    ["the exclude of a group does not count", "    not(exclude(group.exclude, inner)),\n", ""],
    ["the require of a group does not count", "    require(group.require, inner),\n", ""],
    [
      "a group that was not read is empty",
      "return fact(assumption(`Access group ${id}`, `the content",
      "return NEVER; fact(assumption(`Access group ${id}`, `the content",
    ],
    [
      "a group in a circle is empty",
      "return fact(assumption(`Access group ${id} in a circle`",
      "return NEVER; fact(assumption(`Access group ${id} in a circle`",
    ],
    [
      "identity rules count in Bypass",
      '(decision === "bypass" || decision === "non_identity")',
      '(decision === "non_identity")',
    ],
    [
      "Service Auth is public for any include",
      "any([credential, fact(assumption(`open: ${selector} in Service Auth`, because))])",
      "any([ALWAYS, credential, fact(assumption(`open: ${selector} in Service Auth`, because))])",
    ],
    [
      "Service Auth always asks for a credential",
      "any([credential, fact(assumption(`open: ${selector} in Service Auth`, because))])",
      "any([credential])",
    ],
    [
      "posture in Bypass works behind a Worker",
      'context.decision !== "bypass" || intercepted',
      'context.decision === "bypass" || intercepted',
    ],
    [
      "posture in a group does not count behind a Worker",
      "return [policy, ...groups].some",
      "return [policy].some",
    ],
    [
      "every selector works in infrastructure",
      "context.infrastructure && selector !== undefined && !selector.infrastructure",
      "false",
    ],
  ),
  ...of(
    "policy-steps.ts",
    [
      "Bypass is judged with Allow",
      'first: ["bypass", "non_identity"],\n  second: ["allow", "deny"]',
      'first: ["non_identity"],\n  second: ["bypass", "allow", "deny"]',
    ],
    [
      "Service Auth is judged with Allow",
      'first: ["bypass", "non_identity"],\n  second: ["allow", "deny"]',
      'first: ["bypass"],\n  second: ["non_identity", "allow", "deny"]',
    ],
    [
      "Block lets in",
      'const letIn = decision === "non_identity"',
      'if (decision === "deny") decision = "allow";\n    const letIn = decision === "non_identity"',
    ],
    ["SSH users do not count", "{ when: all([when, names]), outcome, index }", "{ when, outcome, index }"],
    [
      "the alias of the email is no SSH user",
      ': alias === true\n        ? leaf("ssh", "=")',
      ": alias === true\n        ? NEVER",
    ],
    [
      "a policy that was not read matches nothing",
      "if (policy.decision === undefined && policy.include === undefined) {",
      "if (policy.decision === undefined && policy.include === undefined) { return [];",
    ],
    [
      "policies that are not known are none",
      "if (policies === DEFERRED)",
      "if (policies === DEFERRED) return [];\n    if (policies === DEFERRED)",
    ],
    [
      "a Worker's destination intercepts nothing",
      "destinations.some(isWorker)) return ALWAYS",
      "destinations.some(isWorker)) return NEVER",
    ],
    [
      "others work in infrastructure",
      "return [{ when: all([when, really]), outcome, index }]",
      "return [{ when, outcome, index }]",
    ],
  ),
  ...of(
    "judgment.ts",
    ["Allow needs no login", '    leaf("user", "*"),\n    providerCondition', "    providerCondition"],
    ["allowed_idps does not count", "    providerCondition(application.allowed_idps, side, where),\n", ""],
    [
      "an empty allowed_idps allows none",
      "if (!allowed || allowed.length === 0) return ALWAYS",
      "if (!allowed) return ALWAYS",
    ],
    ["strict mode does not count", '    not(all([strict, leaf("token", "+")])),\n', ""],
    [
      "strict mode is the default of old organizations",
      ">= STRICT_BY_DEFAULT_FROM ? ALWAYS : NEVER",
      ">= STRICT_BY_DEFAULT_FROM ? NEVER : ALWAYS",
    ],
    ["strict mode starts a day later", "2026-10-05T00:00:00Z", "2026-10-06T00:00:00Z"],
    ["an invalid token is no header", 'leaf("token", "+")', 'leaf("token", "*")'],
    ["OPTIONS requests are judged", 'when: all([preflight, leaf("method", "OPTIONS")])', "when: NEVER"],
    [
      "every method passes the preflight",
      'when: all([preflight, leaf("method", "OPTIONS")])',
      "when: preflight",
    ],
    [
      "public paths are judged",
      "when: publicPaths(application, side, where)",
      "when: all([NEVER, publicPaths(application, side, where)])",
    ],
    ["a bookmark protects", 'if (type === "bookmark")', 'if (type === "no bookmark")'],
    ["end_user is judged by its policies", 'if (type === "end_user")', 'if (type === "no end_user")'],
    [
      "a device's session is a login",
      'any([\n      not(fact({ kind: "device_identity"',
      'any([\n      ALWAYS, not(fact({ kind: "device_identity"',
    ],
    [
      "the organization goes before the application",
      "if (own !== undefined && own !== null)",
      "if (own === true && organization === undefined)",
    ],
    ["the portal does not count", 'if (application.type !== "mcp" ||', 'if (application.type === "mcp" ||'],
  ),
  ...of(
    "rule-condition.ts",
    [
      "a domain covers one email only",
      'leaf("user", `d:${FORMATS.domain.canonical(domain!)}`)',
      'leaf("user", `e:${FORMATS.domain.canonical(domain!)}`)',
    ],
    ["everyone is nobody", "everyone: () => ALWAYS", "everyone: () => NEVER"],
    [
      "facts count after any login",
      'return all([leaf("provider", provider), condition]);',
      "return condition;",
    ],
    [
      "a one-time PIN brings facts",
      "?.type === ONE_TIME_PIN) return NEVER",
      "?.type === ONE_TIME_PIN) return condition",
    ],
    ["a one-time PIN brings methods", '      not(leaf("provider", ...pins.map(({ id }) => id))),\n', ""],
    [
      "a GitHub team is its organization",
      "if (team === undefined || organization === NEVER) return organization;",
      "return organization;",
    ],
    [
      "a level below a listed one matches",
      'all([leaf("risk", ...below), fact(open)])',
      'leaf("risk", ...below)',
    ],
    ["a level below a listed one does not match", ', all([leaf("risk", ...below), fact(open)])', ""],
    [
      "posture of another account is the own",
      "if (account === undefined || account === ownAccount)",
      "if (account !== null)",
    ],
    ["a disabled token is valid", "token.enabled === false || hasExpired", "hasExpired"],
    [
      "an expired token is valid",
      "token.enabled === false || hasExpired(token.expires_at, context.at)",
      "token.enabled === false",
    ],
    [
      "any token includes disabled ones",
      'return all([leaf("token", "*"), not(any(invalid))]);',
      'return leaf("token", "*");',
    ],
    [
      "tokens work with every decision",
      "if (documented.includes(decision)) return condition;",
      "return condition;",
    ],
    [
      "an external evaluation says yes",
      "external_evaluation: ({ evaluate_url: url, keys_url: keys }) =>",
      'external_evaluation: ({ evaluate_url: url, keys_url: keys }) => 1 ? leaf("user", "*") :',
    ],
    [
      "a rule that is not known does not match",
      "if (known === undefined) return unknownRule(rule);",
      "if (known === undefined) return NEVER;",
    ],
    [
      "what is known after apply does not match",
      "if (rule === DEFERRED) return knownAfterApply(context);",
      "if (rule === DEFERRED) return NEVER;",
    ],
    [
      "a list that was not read is empty",
      "if (items === undefined || items === null) return undefined;",
      "if (items === undefined || items === null) return NEVER;",
    ],
    [
      "any certificate has the name",
      'leaf("certificate", `n:${FORMATS.text.canonical(name!)}`)',
      'leaf("certificate", "*")',
    ],
    ["any application's token counts", 'leaf("linked", `a:${id}`)', 'leaf("linked", "*")'],
  ),
  ...of(
    "answers.ts",
    ["unknown is no", 'if (value === undefined) return "unknown";', 'if (value === undefined) return "no";'],
    [
      "null is unknown",
      "const holds = value !== null && judge(value);",
      "const holds = value === null ? undefined : judge(value);",
    ],
    ["a group counts for every provider", "provider === known.provider &&", 'provider !== "" &&'],
    ["an invalid token matches", 'return status === "valid" && (values', "return (values"],
    [
      "a running session has the present facts",
      "identity.in_session === true ? undefined : providerFact",
      "providerFact",
    ],
    [
      "an override covers the paths below it",
      "pathMatches(pattern.path, place.path)",
      'place.path.startsWith(pattern.path.replace(/\\*$/, ""))',
    ],
  ),
  ...of(
    "answering-application.ts",
    [
      "the broadest application answers",
      "isWithin(other.pattern, pattern) && !isWithin(pattern, other.pattern)",
      "isWithin(pattern, other.pattern) && !isWithin(other.pattern, pattern)",
    ],
    ["the first of two applications answers", "  if (others.length > 0) {", "  if (others.length > 99) {"],
    ["unmatched requests are open", "if (deny !== true) return", "if (deny !== null) return"],
    ["unmatched requests are denied", "if (deny !== true) return", "if (deny === null) return"],
    ["no zone is exempted", "if (zone !== undefined)", "if (zone === null)"],
    [
      "an address goes before a host name",
      "const found = named.length > 0 ? named : addressed;",
      "const found = addressed.length > 0 ? addressed : named;",
    ],
    ["a SaaS application answers URLs", '  "saas",\n', ""],
    [
      "a Worker's destination does not matter",
      "if (account.applications.some(hasWorkerDestination))",
      "if (account.applications.length < 0)",
    ],
  ),
  ...of(
    "url-pattern.ts",
    ["a wildcard covers several labels", '(character) => character !== "."', "() => true"],
    ["a path covers nothing below it", "|| matches(`${trimmed}/*`, path, () => true)", ""],
  ),
  ...of(
    "terms.ts",
    [
      "the application goes before the policy",
      "[policy.mfa_config, application.mfa_config]",
      "[application.mfa_config, policy.mfa_config]",
    ],
    [
      "the organization's MFA always counts",
      "const required = ofOrganization.mfa_required_for_all_apps === true;",
      "const required = ofOrganization.mfa_config !== undefined;",
    ],
    [
      "the application's session goes first",
      "[policy.session_duration, application.session_duration]",
      "[application.session_duration, policy.session_duration]",
    ],
    ["a portal asks for MFA", "mfa: viaPortal ? null :", "mfa: "],
  ),
  ...of("account-from-api.ts", [
    "precedence does not count",
    "placed.sort((a, b) => a.precedence - b.precedence || a.index - b.index)",
    "placed.sort((a, b) => a.index - b.index)",
  ]),
];
