import { parseAddress } from "../normalization/address";
import { parseDuration } from "../normalization/duration";
import type { TextFormat } from "./check";

export const EMAIL: TextFormat = {
  name: "an email address",
  fits(text) {
    const [local = "", domain = "", ...more] = text.split("@");
    return local !== "" && more.length === 0 && !/\s/.test(text) && domain.slice(1, -1).includes(".");
  },
};

export const DOMAIN: TextFormat = {
  name: "a domain name",
  fits(text) {
    const labels = text.length > 253 ? [] : text.split(".");
    const last = labels.pop() ?? "";
    return labels.length > 0 && labels.every(isLabel) && /^[\p{L}\p{N}-]{2,63}$/u.test(last);
  },
};

function isLabel(text: string): boolean {
  return /^[\p{L}\p{N}_-]{1,63}$/u.test(text) && !text.startsWith("-") && !text.endsWith("-");
}

/** ISO 3166-1 alpha-2, and `T1` for the Tor network. */
export const COUNTRY: TextFormat = {
  name: "a two-letter country code",
  fits: (text) => /^([a-z]{2}|t1)$/i.test(text),
};

export const ADDRESS: TextFormat = {
  name: "an IPv4 or IPv6 address or CIDR block",
  fits: (text) => parseAddress(text) !== undefined,
};

export const URL_FORMAT: TextFormat = {
  name: "an http(s) URL",
  fits: (text) => URL.canParse(text) && /^https?:$/.test(new URL(text).protocol),
};

/** Units ns, us or µs, ms, s, m, h; as `300ms` or `2h45m`. */
export const DURATION: TextFormat = {
  name: "a duration such as 300ms or 2h45m",
  fits: (text) => parseDuration(text) !== undefined,
};

const MFA_LONGEST = parseDuration("720h")!;

/** Minutes and hours only, up to 720h. */
export const MFA_DURATION: TextFormat = {
  name: "a duration in m or h, from 0m to 720h",
  fits(text) {
    const duration = /^[\d.hm]+$/.test(text) ? parseDuration(text) : undefined;
    return duration !== undefined && text !== "0" && duration <= MFA_LONGEST;
  },
};
