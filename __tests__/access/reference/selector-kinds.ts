/** The kind of each selector, and what address ranges hold. */

/** IPv4 in dotted form, IPv6 by its first group: all that the worlds use. */
export function inRange(ip: string, range: string): boolean {
  const [base = "", length] = range.split("/");
  if (ip.includes(":") !== base.includes(":")) return false;
  if (ip.includes(":"))
    return ip.split(":")[0] === base.split(":")[0] && (length !== undefined || ip === base);
  const number = (text: string) => text.split(".").reduce((sum, part) => sum * 256 + Number(part), 0);
  const size = 2 ** (32 - Number(length ?? 32));
  return Math.floor(number(ip) / size) === Math.floor(number(base) / size);
}

export const LOGIN_SELECTORS = [
  "email",
  "email_domain",
  "email_list",
  "login_method",
  "okta",
  "github-organization",
  "saml",
  "auth_method",
  "external_evaluation",
  "user_risk_score",
];
export const CREDENTIALS = [
  "certificate",
  "common_name",
  "service_token",
  "any_valid_service_token",
  "linked_app_token",
];
export const SELECTORS = [
  ...LOGIN_SELECTORS,
  ...CREDENTIALS,
  "everyone",
  "ip",
  "ip_list",
  "geo",
  "device_posture",
  "group",
];
export const INFRASTRUCTURE = [
  "email",
  "email_domain",
  "saml",
  "geo",
  "auth_method",
  "device_posture",
  "github-organization",
  "okta",
  "everyone",
];
