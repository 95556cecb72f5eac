import { closestMatch, isPlainObject } from "../model";
import { quoted } from "../text";
import type { Acknowledgement, ReviewedApplication, StaleAcknowledgement } from "./report";
import { ReviewError } from "./review-error";

const FIELDS = ["application", "gains", "reason", "who", "until"] as const;

/**
 * Reads `{ "version": 1, "acknowledged": [...] }`.
 *
 * @throws ReviewError that names each error and its entry
 */
export function acknowledgementsIn(document: unknown): readonly Acknowledgement[] {
  if (!isPlainObject(document) || document.version !== 1 || !Array.isArray(document.acknowledged))
    throw new ReviewError(
      'Invalid acknowledgements: expected { "version": 1, "acknowledged": [{ "application", "gains", "reason", "who", "until" }] }.',
    );
  const problems = document.acknowledged.flatMap(problemsIn);
  if (problems.length > 0) throw new ReviewError(`Invalid acknowledgements:\n- ${problems.join("\n- ")}`);
  return document.acknowledged as Acknowledgement[];
}

function problemsIn(entry: unknown, index: number): string[] {
  const at = `acknowledged[${index}]`;
  if (!isPlainObject(entry)) return [`${at}: got ${quoted(entry)}, expected an object.`];
  const unknown = Object.keys(entry).flatMap((name) => {
    if (FIELDS.some((field) => field === name)) return [];
    const meant = closestMatch(name, FIELDS);
    const hint = meant === undefined ? `Fields: ${FIELDS.join(", ")}.` : `Did you mean ${quoted(meant)}?`;
    return [`${at}: there is no field ${quoted(name)}. ${hint}`];
  });
  const wrong = FIELDS.flatMap((name) => {
    const value = entry[name];
    if (typeof value !== "string" || value.trim() === "")
      return [`${at}.${name}: got ${quoted(value ?? null)}, expected a text.`];
    return name === "until" && !isDay(value)
      ? [`${at}.until: got ${quoted(value)}, expected a day such as 2030-01-31.`]
      : [];
  });
  return [...unknown, ...wrong];
}

function isDay(text: string): boolean {
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text) && text.length === 10;
}

export interface Acknowledged {
  readonly applications: readonly ReviewedApplication[];
  readonly stale: readonly StaleAcknowledgement[];
}

/**
 * Marks the gains that are acknowledged. An acknowledgement counts for the very set of requests that it names, until the
 * end of its last day (UTC). One that matches nothing is reported.
 */
export function acknowledge(
  applications: readonly ReviewedApplication[],
  acknowledgements: readonly Acknowledgement[],
  now: Date,
): Acknowledged {
  const today = now.toISOString().slice(0, 10);
  const used = new Set<Acknowledgement>();
  const marked = applications.map((application): ReviewedApplication => {
    const found = acknowledgements.find(
      (entry) =>
        isAbout(entry, application) && entry.gains === application.gains_hash && entry.until >= today,
    );
    if (found === undefined) return application;
    used.add(found);
    return { ...application, acknowledged: found };
  });
  const stale = acknowledgements
    .filter((entry) => !used.has(entry))
    .map((acknowledgement) => ({ acknowledgement, because: whyStale(acknowledgement, applications, today) }));
  return { applications: marked, stale };
}

function isAbout({ application }: Acknowledgement, { id, name }: ReviewedApplication): boolean {
  return application === id || application === name;
}

function whyStale(
  entry: Acknowledgement,
  applications: readonly ReviewedApplication[],
  today: string,
): string {
  if (entry.until < today) return `it counted until ${entry.until}`;
  const [about] = applications.filter((application) => isAbout(entry, application));
  if (about === undefined || about.gains_hash === null) return "nobody gains access to this application";
  return `another set gains access now: ${about.gains_hash}`;
}
