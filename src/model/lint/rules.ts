import { applicationWithoutAllow, sameContent } from "./account";
import { anyServiceToken } from "./any-service-token";
import {
  approvalByNobody,
  approvalUnreachable,
  approvalWithoutGroup,
  approvalWithoutJustification,
  groupWithoutApproval,
  promptWithoutJustification,
} from "./approval";
import { hiddenCharacters, lookAlike, publicSuffix } from "./characters";
import { needsAllow, noLogin, selectorDecision } from "./decision";
import { allowAnyLogin, allowEveryone, bypassEveryone, serviceAuthEveryone, wideRange } from "./everyone";
import { excludeEveryone, includeExcluded } from "./excluded";
import { hostBits } from "./host-bits";
import { idForm } from "./id-form";
import {
  connectionRulesMixed,
  infrastructureDecision,
  infrastructureSelector,
  sshApplication,
} from "./infrastructure";
import { manyValues } from "./many-values";
import { denyWithoutEffect, listWithoutAllow, unreachablePolicies } from "./policy-list";
import { rawNearKnown } from "./raw-near-known";
import { requireNobody } from "./require-nobody";
import { unlistedAllow, unlistedBypass, unlistedDuplicate } from "./unlisted";

/** The rules that are judged on one policy alone, in the order of the documentation. */
export const POLICY_LINT_RULES = [
  allowEveryone,
  allowAnyLogin,
  bypassEveryone,
  serviceAuthEveryone,
  wideRange,
  hostBits,
  anyServiceToken,
  manyValues,
  noLogin,
  selectorDecision,
  requireNobody,
  includeExcluded,
  excludeEveryone,
  approvalWithoutGroup,
  approvalWithoutJustification,
  groupWithoutApproval,
  approvalUnreachable,
  approvalByNobody,
  promptWithoutJustification,
  needsAllow,
  infrastructureDecision,
  infrastructureSelector,
  connectionRulesMixed,
  rawNearKnown,
  hiddenCharacters,
  lookAlike,
  publicSuffix,
  idForm,
] as const;

/** Every lint rule: those about who gets in first, those that take more than one policy to judge last. */
export const LINT_RULES = [
  ...POLICY_LINT_RULES,
  sshApplication,
  unreachablePolicies,
  denyWithoutEffect,
  listWithoutAllow,
  applicationWithoutAllow,
  sameContent,
  unlistedAllow,
  unlistedBypass,
  unlistedDuplicate,
] as const;

export type LintCode = (typeof LINT_RULES)[number]["code"];

/** The codes that can be accepted. */
export const LINT_CODES: readonly LintCode[] = LINT_RULES.map(({ code }) => code);
