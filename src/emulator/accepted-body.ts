import type { Body } from "./store";

/** A request's policy in the one form that the store keeps. */
export interface AcceptedBody {
  readonly body: Body;
  readonly precedence: number | undefined;
}

/** Takes the precedence out of the body, and names the MFA switch by one of its two names. */
export function acceptBody(sent: Body): AcceptedBody {
  const { precedence, id: _id, ...body } = sent;
  return {
    precedence: precedence as number | undefined,
    body: { ...body, ...renamedSwitch(body.mfa_config) },
  };
}

function renamedSwitch(mfaConfig: unknown): { mfa_config?: Body } {
  if (typeof mfaConfig !== "object" || mfaConfig === null || !("mfa_bypass" in mfaConfig)) return {};
  const { mfa_bypass, ...rest } = mfaConfig;
  return { mfa_config: { ...rest, mfa_disabled: mfa_bypass } };
}
