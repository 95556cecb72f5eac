import { type Check, integer, isObject, list, object, oneOf, text } from "./check";
import { type PolicyForm, policyCheck } from "./policy";

/** The application types of the reference. */
const APPLICATION_TYPES = [
  "self_hosted",
  "saas",
  "ssh",
  "vnc",
  "app_launcher",
  "warp",
  "biso",
  "bookmark",
  "dash_sso",
  "infrastructure",
  "rdp",
  "mcp",
  "mcp_portal",
  "proxy_endpoint",
] as const;

/** The types that are reached under a domain of the account. */
const WITH_DOMAIN = ["self_hosted", "ssh", "vnc", "rdp"];

/**
 * An application's body: what the policies depend on is checked, further settings pass. A member of `policies` is the
 * id of a policy, a link to one (`{ id, precedence }`), or a whole policy of this application.
 */
export function applicationCheck(newerSelectors: ReadonlySet<string>): Check {
  return (value, pointer) => {
    const type = isObject(value) ? value.type : undefined;
    const form: PolicyForm = type === "infrastructure" ? "infrastructure" : "ordinary";
    const needsDomain = WITH_DOMAIN.includes(type as string) && !(isObject(value) && value.destinations);
    const check = object(
      { type: oneOf(...APPLICATION_TYPES), ...(needsDomain ? { domain: text() } : {}) },
      { name: text(), domain: text({ empty: true }), policies: list(embeddedPolicy(form, newerSelectors)) },
      { open: true },
    );
    return check(value, pointer);
  };
}

function embeddedPolicy(form: PolicyForm, newerSelectors: ReadonlySet<string>): Check {
  const link = object({ id: text() }, { precedence: integer, account_id: text() });
  const whole = policyCheck({ form, precedence: true, extra: { id: text() }, newerSelectors });
  return (value, pointer) => {
    if (typeof value === "string") return text()(value, pointer);
    return isWholePolicy(value) ? whole(value, pointer) : link(value, pointer);
  };
}

/** Tells a policy written out from a link to one. */
export function isWholePolicy(value: unknown): value is Record<string, unknown> {
  return isObject(value) && ("name" in value || "decision" in value || "include" in value);
}
