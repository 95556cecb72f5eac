import type { Capability, Engine } from "../../../tools/engines";

/** What the set-up made once for all suites. */
export interface Session {
  /** A folder of its own outside of the repository; gone afterwards. */
  readonly folder: string;
  /** Projects made inside find the packed package, cdktf and constructs in its node_modules. */
  readonly projects: string;
  /** Where each project has its home, without any configuration of the user's. */
  readonly homes: string;
  readonly tarball: string;
  readonly engine: Engine;
  /** What the engine said it can do. */
  readonly capabilities: readonly Capability[];
  /** What leads the engine to hashicorp/null, or to its stand-in. */
  readonly nullProvider: Readonly<Record<string, string>>;
}

const VARIABLE = "CFACCESS_TEST_SESSION";

/** Called by the set-up; the tests' workers inherit it. */
export function rememberSession(session: Session): void {
  process.env[VARIABLE] = JSON.stringify(session);
}

export function session(): Session {
  return JSON.parse(process.env[VARIABLE]!);
}
