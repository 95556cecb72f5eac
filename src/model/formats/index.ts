/** How each kind of leaf value is written, checked and compared. */
import { authenticator, clipboardFormat, decision, riskLevel } from "./choice";
import { country } from "./country";
import { duration, mfaDuration, timeout } from "./duration";
import { domain, email } from "./email";
import type { Format } from "./format";
import { approvals, precedence } from "./integer";
import { ip } from "./ip";
import { accountId, accountPathId, any, httpsUrl, id, name, pathId, prose, text } from "./text";

export const FORMATS = {
  any,
  text,
  name,
  prose,
  id,
  "path-id": pathId,
  "account-id": accountId,
  "account-path-id": accountPathId,
  email,
  domain,
  ip,
  country,
  "https-url": httpsUrl,
  duration,
  "mfa-duration": mfaDuration,
  timeout,
  decision,
  "risk-level": riskLevel,
  authenticator,
  "clipboard-format": clipboardFormat,
  precedence,
  approvals,
} as const;

export type FormatName = keyof typeof FORMATS;

/** All the values of a format, where they are a few words. */
export function wordsOf(format: FormatName): readonly string[] | undefined {
  return (FORMATS[format] as Format<never>).words;
}

export {
  codePoints,
  hiddenCharacters,
  impossibleCharacters,
  isPlainAscii,
  lookAlikes,
  lookAlikesInAddress,
  punycode,
  withoutPunycode,
} from "./characters";
export { ACCESS_DECISIONS, AccessDecision, AUTHENTICATORS } from "./choice";
export { nanoseconds } from "./duration";
export { type Fault, type FaultCode, type Format, lowerAscii } from "./format";
