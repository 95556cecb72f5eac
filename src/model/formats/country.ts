import { type Format, lowerAscii } from "./format";

/** The officially assigned codes of ISO 3166-1 alpha-2, Kosovo's XK, and the API's own T1 (Tor) and XX (unknown). */
const CODES = new Set(
  (
    "AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ " +
    "CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO " +
    "FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE " +
    "JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO " +
    "MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW " +
    "PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM " +
    "TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW XK T1 XX"
  ).split(" "),
);

/** Codes people write that are not ISO's. */
const MEANT: Readonly<Record<string, string>> = {
  UK: "GB",
  EL: "GR",
  USA: "US",
  GBR: "GB",
  UAE: "AE",
  TOR: "T1",
};

/** A country, by its two-letter code. Compared without regard to case. */
export const country: Format = {
  allowed: "a two-letter country code of ISO 3166-1, such as PT, or T1 for the Tor network",
  judge: (value) => (CODES.has(upperAscii(value)) ? undefined : { code: "country", ...meant(value.trim()) }),
  canonical: upperAscii,
};

function upperAscii(value: string): string {
  const lower = lowerAscii(value);
  return /^[a-z0-9]*$/.test(lower) ? lower.toUpperCase() : lower;
}

function meant(value: string): { meant?: string } {
  const upper = value.toUpperCase();
  const code = CODES.has(upper) ? upper : (MEANT[upper] ?? codeOfName(upper));
  return code === undefined ? {} : { meant: code };
}

function codeOfName(name: string): string | undefined {
  const names = new Intl.DisplayNames(["en"], { type: "region", fallback: "none" });
  return [...CODES].find((code) => /^[A-Z]{2}$/.test(code) && names.of(code)?.toUpperCase() === name);
}
