import {
  type ApplicationAnswer,
  type ApplicationEndpoint,
  changedSettings,
  type RequestOptions,
} from "../../../client";
import type { Diagnostic } from "../../../plugin";
import {
  attachedIds,
  changedMeanwhile,
  ownPoliciesRefused,
  sameIds,
  settingsChanged,
  writeOnlyRefused,
} from "./attached-list";
import { writeOnlySettings } from "./write-only-settings";

/** What a write does to the list that it finds. */
export interface Replacement {
  /** The list that the write starts from; any other one was made by somebody else after the plan. */
  readonly expected: readonly string[];
  readonly wanted: readonly string[];
}

export interface Replaced {
  /** The application after the write; undefined where it does not exist. */
  readonly application: ApplicationAnswer | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

/** One write, and another one where somebody else's write undid it. */
const ATTEMPTS = 2;

/**
 * Replaces the list of attached policies in one request. The API has no PATCH and no ETag: the application is read, written
 * back as a whole, read again and compared. A write that somebody else's undid is repeated once.
 *
 * @param replacement from the application as it is right before the write
 */
export async function replaceAttached(
  endpoint: ApplicationEndpoint,
  options: RequestOptions,
  replacement: (application: ApplicationAnswer) => Replacement,
): Promise<Replaced> {
  for (let attempt = 1; ; attempt++) {
    const before = await endpoint.document(options);
    if (before === undefined) return { application: undefined, diagnostics: [] };
    const { expected, wanted } = replacement(before);
    const attached = attachedIds(before);
    if (sameIds(attached, wanted)) return { application: before, diagnostics: [] };
    const refused = [
      ...ownPoliciesRefused(before),
      ...writeOnlyRefused(before, writeOnlySettings(before.members)),
    ];
    if (refused.length > 0) return { application: before, diagnostics: refused };
    if (!sameIds(attached, expected) || attempt > ATTEMPTS)
      return { application: before, diagnostics: [changedMeanwhile(expected, wanted, before)] };

    await endpoint.replacePolicies(before, wanted, options);
    const after = await endpoint.document(options);
    if (after !== undefined && sameIds(attachedIds(after), wanted))
      return { application: after, diagnostics: settingsChanged(after, changedSettings(before, after)) };
  }
}
