import fc from "fast-check";
import type { EmulatorOptions } from "../../../../src/emulator";

type Normalization = NonNullable<EmulatorOptions["normalize"]>;

const lists = fc.constantFrom("empty" as const, "null" as const, "absent" as const);
const cases = fc.constantFrom("as sent" as const, "lower" as const, "upper" as const);

/** Every representation that the server may answer with. */
export const normalizations: fc.Arbitrary<Normalization> = fc.record({
  unsetRuleLists: lists,
  unsetApprovalGroups: lists,
  unsetBooleans: fc.constantFrom("false", "null", "absent"),
  unsetTexts: lists,
  unsetObjects: lists,
  unsetSessionDuration: fc.constantFrom("24h", "", null, undefined),
  emptySessionDuration: fc.constantFrom("as sent", "null", "absent"),
  addPrefix: fc.boolean(),
  ipv6: fc.constantFrom("as sent", "compressed", "expanded", "upper case"),
  durations: fc.constantFrom("as sent", "long", "minutes"),
  emailCase: cases,
  domainCase: cases,
  countryCase: cases,
  order: fc.constantFrom("as sent", "reversed", "shuffled"),
  dropRepeatedRules: fc.boolean(),
  dropEmptyClipboardLists: fc.boolean(),
  mfaSwitch: fc.constantFrom("mfa_disabled", "mfa_bypass"),
  sayNotReusable: fc.boolean(),
  addOwnAccount: fc.boolean(),
  seed: fc.nat(),
});
