import type { ReviewEntry, ReviewedApplication, ReviewReport } from "../../../src/review";

export const GAIN: ReviewEntry = {
  who: "anyone at example.com from outside PT",
  witness: { user: { email: "ann@example.com", identity_provider_id: "okta-id" }, country: "US" },
  before: { decision: "deny", policy: null },
  after: { decision: "allow", policy: "Staff" },
  certain: true,
  how: [],
  because: [],
};

export const WEAKER: ReviewEntry = {
  ...GAIN,
  who: "anyone at example.com",
  before: { decision: "allow", policy: "Staff" },
  how: ["MFA is no longer asked"],
};

export function applicationWith(part: Partial<ReviewedApplication>): ReviewedApplication {
  return {
    id: "wiki-id",
    name: "Wiki",
    domain: "wiki.example.com",
    gains: [],
    losses: [],
    weaker: [],
    stricter: [],
    undecided: [],
    gains_hash: null,
    acknowledged: null,
    ...part,
  };
}

export const GAINING = applicationWith({ gains: [GAIN], gains_hash: "a1b2c3d4" });

export function reportWith(part: Partial<ReviewReport>): ReviewReport {
  return {
    version: 1,
    verdict: "widens",
    complete: true,
    applications: [GAINING],
    remarks: [],
    compared: 6,
    stale: [],
    ...part,
  };
}
