import { AccessDecision } from "../formats";
import { named, phrase } from "../phrase";
import { policyLintRule } from "./lint-rule";

export const anyServiceToken = policyLintRule({
  code: "any-service-token",
  when: "`any_valid_service_token` under `include` or `require`.",
  why: "Every token of the account gets in, whatever it was created for. A token that no policy names counts as unused, and the vendor's rule for inactive tokens may remove it while it is in use.",
  what: "Accepts every valid service token of the account, also one that is created later for something else; a token that is used in this way only counts as unused",
  fix: phrase`Name the tokens with ${named("service_token")}.`,
  check: ({ decision, include, require }) => {
    if (decision !== AccessDecision.NON_IDENTITY) return [];
    const tokens = [...include, ...require].filter(
      ({ selector }) => selector?.key === "any_valid_service_token",
    );
    return tokens.map(({ path }) => ({ path }));
  },
});
