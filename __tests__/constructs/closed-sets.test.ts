import { Token } from "cdktf";
import {
  AccessDecision,
  AccessRule,
  type MfaConfigProps,
  type RdpConnectionRulesProps,
  type ReusableAccessPolicyProps,
  type RiskLevel,
} from "../../src";
import { type FormatName, wordsOf } from "../../src/model";
import { reusable } from "./support/synthesized";

/** The values of a type that an editor completes: all but `string` itself. */
type Completed<Type> = Type extends string ? (string extends Type ? never : Type) : never;
type ElementOf<Type> = Completed<NonNullable<Type> extends readonly (infer Element)[] ? Element : never>;
/** Exactly the values of a type: the compiler refuses one that is missing, and one too many. */
type Exactly<Type extends string> = Readonly<Record<Type, true>>;

const DECISIONS: Exactly<Completed<ReusableAccessPolicyProps["decision"]>> = {
  allow: true,
  deny: true,
  non_identity: true,
  bypass: true,
};
const AUTHENTICATORS: Exactly<ElementOf<MfaConfigProps["allowedAuthenticators"]>> = {
  totp: true,
  biometrics: true,
  security_key: true,
  piv_key: true,
  ssh_fido2_key: true,
};
const TO_REMOTE: Exactly<ElementOf<RdpConnectionRulesProps["allowedClipboardLocalToRemoteFormats"]>> = {
  text: true,
  file: true,
};
const TO_LOCAL: Exactly<ElementOf<RdpConnectionRulesProps["allowedClipboardRemoteToLocalFormats"]>> = {
  text: true,
  file: true,
};
const RISK_LEVELS: Exactly<Completed<RiskLevel>> = { low: true, medium: true, high: true, unscored: true };

test.each<[FormatName, Exactly<string>]>([
  ["decision", DECISIONS],
  ["authenticator", AUTHENTICATORS],
  ["clipboard-format", TO_REMOTE],
  ["clipboard-format", TO_LOCAL],
  ["risk-level", RISK_LEVELS],
])("the type for %s has the values that the model accepts", (format, values) => {
  expect(Object.keys(values)).toEqual(wordsOf(format));
});

test("the types take the constants, the words and tokens", () => {
  const token = Token.asString({ resolve: () => "x" });
  const decisions: ReusableAccessPolicyProps["decision"][] = [AccessDecision.ALLOW, "allow", token];
  for (const decision of decisions)
    expect(reusable({ decision, mfaConfig: { allowedAuthenticators: ["totp", token] } })).toMatchObject({
      mfa_config: { allowed_authenticators: ["totp", "x"] },
    });
  expect(reusable({ include: [AccessRule.userRiskScore("low", token)] }).include).toEqual({
    user_risk_score: ["low,x"],
  });
});
