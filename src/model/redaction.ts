/** What is left of issues and messages when they may show no value of a rule. */

import type { WirePolicy } from "./document";
import { lowerAscii } from "./formats";
import type { ErrorCode, Issue, IssueCode } from "./issue";
import { isPlainObject } from "./json";
import { LINT_RULES } from "./lint";
import { spelled } from "./phrase";
import { type Wording, wordingOf } from "./wording";

const REDACTED = "(redacted)";

/** The issue without what was given: its path, its code and what is allowed stay. */
export function redactIssue({ got, fix, phrases, ...kept }: Issue): Issue {
  const constant = constantFixOf(kept.code);
  return {
    ...kept,
    ...(got === undefined ? {} : { got: REDACTED }),
    // A fix that is made from the value shows the value, or a part of it.
    ...(fix !== undefined && constant !== undefined ? { fix: constant } : {}),
  };
}

/** Returns what to do, where it is the same for every value. */
function constantFixOf(code: IssueCode): string | undefined {
  const wording: Wording = LINT_RULES.find((rule) => rule.code === code) ?? wordingOf(code as ErrorCode);
  const { fix } = wording;
  return typeof fix === "function" || fix === undefined ? undefined : spelled(fix);
}

/**
 * The text with every value of the policy's rules, approvers and user names taken out, such as an answer of the API.
 * An answer may have a value in lower case, and an address in it percent-encoded.
 */
export function redactValues(wire: WirePolicy, text: string): string {
  const { include, exclude, require, approval_groups, connection_rules } = wire;
  const values = textsIn([include, exclude, require, approval_groups, connection_rules]);
  const wanted = [...new Set(values.map(lowerAscii))];
  // A value may have a percent sign of its own.
  const spans = [asWritten(text), percentDecoded(text)].flatMap((reading) => spansOf(wanted, reading));
  let redacted = "";
  let end = 0;
  for (const span of spans.sort((a, b) => a.start - b.start)) {
    if (span.start >= end) redacted += text.slice(end, span.start) + REDACTED;
    end = Math.max(end, span.end);
  }
  return redacted + text.slice(end);
}

/** A text in lower case, and where in the original each of its characters begins; the last entry is the end. */
interface Reading {
  readonly text: string;
  readonly starts: readonly number[];
}

function asWritten(text: string): Reading {
  return { text: lowerAscii(text), starts: Array.from({ length: text.length + 1 }, (_, index) => index) };
}

/** One character in UTF-8, percent-encoded, or any one as it stands. */
const ENCODED_CHARACTER =
  /%[0-7][\da-f]|%[cd][\da-f]%[89ab][\da-f]|%e[\da-f](?:%[89ab][\da-f]){2}|%f[0-4](?:%[89ab][\da-f]){3}|[\s\S]/gi;

function percentDecoded(text: string): Reading {
  const starts: number[] = [];
  let decoded = "";
  for (const { 0: token, index } of text.matchAll(ENCODED_CHARACTER)) {
    const character = token.length === 1 ? token : decodedCharacter(token);
    for (let unit = 0; unit < character.length; unit++) starts.push(index);
    decoded += character;
  }
  return { text: lowerAscii(decoded), starts: [...starts, text.length] };
}

function decodedCharacter(encoded: string): string {
  try {
    return decodeURIComponent(encoded);
  } catch {
    return encoded;
  }
}

function spansOf(values: readonly string[], { text, starts }: Reading): { start: number; end: number }[] {
  const spans: { start: number; end: number }[] = [];
  for (const value of values) {
    for (let at = text.indexOf(value); at >= 0; at = text.indexOf(value, at + value.length)) {
      spans.push({ start: starts[at]!, end: starts[at + value.length]! });
    }
  }
  return spans;
}

/** A value this short is not secret, and would take letters out of words. */
const SHORTEST = 4;

function textsIn(value: unknown): string[] {
  if (typeof value === "string") return value.length < SHORTEST ? [] : [value];
  if (Array.isArray(value)) return value.flatMap(textsIn);
  return isPlainObject(value) ? Object.values(value).flatMap(textsIn) : [];
}
