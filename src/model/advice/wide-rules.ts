import { quoted } from "../../text";
import { DEFERRED } from "../deferred";
import type { WirePolicy } from "../document";
import { AccessDecision } from "../formats";
import {
  coverage,
  FAMILIES,
  firstToLast,
  type IpFamily,
  type IpRange,
  ipRange,
  withoutHostBits,
} from "../ip-ranges";
import { type AdviceCode, type Issue, issue } from "../issue";
import { selectorOf } from "../rule-set";
import { everyRule, type PlacedRule, type PlacedRules } from "./placed-rules";

/** Finds rules that let in more than a reader expects. A rule under `require` that not everyone meets narrows them. */
export function adviseOnWideRules(wire: WirePolicy, placed: PlacedRules): Issue[] {
  return [
    ...openToAll(wire, placed),
    ...(wire.decision === AccessDecision.NON_IDENTITY ? anyToken(placed) : []),
    ...everyRule(placed).flatMap(hostBits),
  ];
}

/** What to say where everyone is included, and where any login of one kind is. */
const OPEN_TO_ALL = new Map<unknown, { everyone: AdviceCode; login?: AdviceCode }>([
  [AccessDecision.ALLOW, { everyone: "allow-everyone", login: "allow-any-login" }],
  [AccessDecision.BYPASS, { everyone: "bypass-everyone" }],
  [AccessDecision.NON_IDENTITY, { everyone: "service-auth-everyone" }],
]);

function openToAll(wire: WirePolicy, { include, require }: PlacedRules): Issue[] {
  const codes = OPEN_TO_ALL.get(wire.decision);
  if (!codes || include.length === 0 || wire.require === DEFERRED) return [];
  const families = FAMILIES.filter((family) => require.every((placed) => meetsAll(placed, family)));
  if (families.length === 0) return [];
  const logins = codes.login ? include.filter(({ selector }) => selector?.key === "login_method") : [];
  const facts = onlyFrom(families);
  return [
    ...include.filter(isEveryone).map(({ path }) => issue("warning", codes.everyone, path, facts)),
    ...wideRanges(include, codes.everyone, families),
    ...logins.map(({ path }) => issue("warning", codes.login!, path, facts)),
  ];
}

/** The one family that a warning is about; nothing where it is about both. */
function onlyFrom([family, other]: readonly IpFamily[]): { family?: string } {
  return family === undefined || other !== undefined ? {} : { family };
}

/** From this part of all addresses on, ranges are hardly meant to single anyone out. */
const WIDE = 0.5;

/** Judges what the ranges cover together: `0.0.0.0/1` with `128.0.0.0/1` is every address. */
function wideRanges(
  rules: readonly PlacedRule[],
  everyone: AdviceCode,
  families: readonly IpFamily[],
): Issue[] {
  const whole = families.filter((family) => includesAll(rules, family));
  return families.flatMap((family) => {
    const ranges = rules.flatMap((placed) => {
      const range = rangeOf(placed);
      return range?.family === family ? [{ placed, part: coverage([range], family), range }] : [];
    });
    const part = coverage(
      ranges.map(({ range }) => range),
      family,
    );
    if (part < WIDE) return [];
    const widest = ranges.sort((a, b) => b.part - a.part).slice(0, SHOWN);
    const got = widest.map(({ placed }) => quoted(addressOf(placed.rule))).join(", ");
    const code = part === 1 ? everyone : "wide-range";
    const share = { name: `${Math.floor(part * 100)} % of all ${family} addresses` };
    const facts = part === 1 ? onlyFrom(whole) : share;
    return [{ ...issue("warning", code, widest[0]!.placed.path, facts), got }];
  });
}

/** How many ranges a warning shows. */
const SHOWN = 8;

/** Whether every address of a family meets a rule. Asked of a rule alone, since all under `require` have to be met. */
export function meetsAll(placed: PlacedRule, family: IpFamily): boolean {
  const range = rangeOf(placed);
  return isEveryone(placed) || (range !== undefined && coverage([range], family) === 1);
}

/** Whether every address of a family meets one of the rules. */
export function includesAll(rules: readonly PlacedRule[], family: IpFamily): boolean {
  return (
    rules.some(isEveryone) ||
    coverage(
      rules.flatMap((placed) => rangeOf(placed) ?? []),
      family,
    ) === 1
  );
}

/** A rule `everyone` in whatever form, also one with fields that we do not know. */
function isEveryone({ rule }: PlacedRule): boolean {
  return selectorOf(rule)?.key === "everyone";
}

function anyToken({ include, require }: PlacedRules): Issue[] {
  const rules = [...include, ...require].filter(
    ({ selector }) => selector?.key === "any_valid_service_token",
  );
  return rules.map(({ path }) => issue("warning", "any-service-token", path));
}

/** A range that is written with the address of one host in it. */
function hostBits(placed: PlacedRule): Issue[] {
  const address = addressOf(placed.rule);
  const meant = address === undefined ? undefined : withoutHostBits(address);
  if (meant === undefined) return [];
  const facts = { got: address, name: firstToLast(ipRange(meant)!), meant };
  return [issue("warning", "host-bits", placed.path, facts)];
}

export function rangeOf({ rule }: PlacedRule): IpRange | undefined {
  const address = addressOf(rule);
  return address === undefined ? undefined : ipRange(address);
}

function addressOf(rule: unknown): string | undefined {
  if (selectorOf(rule)?.key !== "ip") return undefined;
  const { ip } = rule as { ip?: { ip?: unknown } | null };
  return typeof ip?.ip === "string" ? ip.ip : undefined;
}
