import { createHash } from "node:crypto";
import { type AccessAccount, type AccessChange, type ApplicationComparison, compareAccess } from "../access";
import { canonicalJson } from "../model";
import { acknowledge } from "./acknowledgements";
import type {
  Acknowledgement,
  ReviewEntry,
  ReviewedApplication,
  ReviewReport,
  ReviewVerdict,
} from "./report";
import { withoutSensitive } from "./sensitive";
import { type Names, namesIn } from "./witness";

/** Two accounts that are compared. */
export interface ReviewInput {
  readonly before: AccessAccount;
  readonly after: AccessAccount;
  /** What was not read, in sentences. @default nothing */
  readonly remarks?: readonly string[];
  /** Texts that no output shows. @default none */
  readonly sensitive?: ReadonlySet<string>;
}

export interface Reviewed {
  readonly report: ReviewReport;
  /** For texts: names of what a witness refers to by id. */
  readonly names: Names;
}

export interface ReviewOptions {
  readonly acknowledged?: readonly Acknowledgement[];
  /** @default now */
  readonly now?: Date;
}

/** Compares two accounts and reports what changes for people. */
export function reviewAccounts(input: ReviewInput, options: ReviewOptions = {}): Reviewed {
  const { before, after, remarks = [], sensitive = new Set() } = input;
  const now = options.now ?? new Date();
  const compared = compareAccess(before, after, { at: now, digest });
  const { applications, stale } = acknowledge(
    compared.applications.map(reviewed),
    options.acknowledged ?? [],
    now,
  );
  const complete = compared.complete && remarks.length === 0;
  const report: ReviewReport = {
    version: 1,
    verdict: verdictOf(applications, complete),
    complete,
    applications,
    remarks,
    compared: new Set([...before.applications, ...after.applications].map(({ id }) => id)).size,
    stale,
  };
  const names = new Map(
    [...namesIn(before, after)].map(([id, name]) => [id, withoutSensitive(name, sensitive)] as const),
  );
  return { report: withoutSensitive(report, sensitive), names };
}

function verdictOf(applications: readonly ReviewedApplication[], complete: boolean): ReviewVerdict {
  const some = (has: (application: ReviewedApplication) => boolean) => applications.some(has);
  const widens = some(({ gains, weaker }) => [...gains, ...weaker].some(({ certain }) => certain));
  const narrows = some(({ losses, stricter }) => [...losses, ...stricter].some(({ certain }) => certain));
  const isOpen = some(
    ({ gains, weaker, undecided }) =>
      undecided.length > 0 || [...gains, ...weaker].some(({ certain }) => !certain),
  );
  if (widens) return narrows ? "changes" : "widens";
  if (isOpen || !complete) return "undecided";
  return narrows ? "narrows" : "same";
}

function reviewed(application: ApplicationComparison): ReviewedApplication {
  const { id, name, domain, gains, losses, weaker, stricter, undecided } = application;
  return {
    id,
    name,
    domain,
    gains: gains.map(entry),
    losses: losses.map(entry),
    weaker: weaker.map(entry),
    stricter: stricter.map(entry),
    undecided: undecided.map(({ who, because, may }) => ({
      who,
      because,
      may: may.map((kind) => KINDS[kind]),
    })),
    gains_hash: gains.length === 0 ? null : hashOf(gains),
    acknowledged: null,
  };
}

const KINDS = { gain: "gains", loss: "losses", weaker: "weaker", stricter: "stricter" } as const;

function entry({ before, after, digest: _, ...change }: AccessChange): ReviewEntry {
  const side = ({ decision, policy }: AccessChange["before"]) => ({ decision, policy: policy?.name ?? null });
  return { ...change, before: side(before), after: side(after) };
}

/** Identifies the requests that gain, and how they are let in. */
function hashOf(gains: readonly AccessChange[]): string {
  const sets = gains.map(({ digest: set, who, after, at }) =>
    canonicalJson([set ?? who, after.decision, at ?? null]),
  );
  return digest(sets.sort().join("\n"));
}

function digest(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 16);
}
