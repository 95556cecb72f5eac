/** One concrete request of a set. */
import { addressAt, type Interval, intervalOf } from "../address-line";
import type { Dimension } from "../condition";
import type { Fact } from "../fact";
import type { Identity, IdentityGroup, NamedValue, RiskLevel } from "../identity";
import { exampleUrl } from "../url-pattern";
import type { Node } from "./diagram";
import { ALIAS, type Element, INVALID, NONE, OTHER } from "./elements";
import { type Encoding, UNNAMED_DOMAIN } from "./encoding";

/** The values of a request in every encoded dimension, and its facts. */
export interface Sample {
  readonly elements: ReadonlyMap<Dimension, Element>;
  readonly facts: readonly (readonly [Fact, boolean])[];
}

/** The plainest request of a set that is not empty: no token, no certificate, no fact where the set allows it. */
export function sampleOf(encoding: Encoding, set: Node): Sample {
  const { diagrams } = encoding;
  const elements = new Map<Dimension, Element>();
  let node = set;
  for (const encoded of encoding.dimensions) {
    const parts = encoding.split(node, encoded);
    const cell = parts.findIndex((part) => part !== diagrams.no);
    node = parts[cell]!;
    elements.set(encoded.dimension, encoded.cells[cell]![0]!);
  }
  const facts = encoding.facts.map(({ fact, level }): readonly [Fact, boolean] => {
    const without = diagrams.at(node, level, false);
    const holds = without === diagrams.no;
    node = holds ? diagrams.at(node, level, true) : without;
    return [fact, holds];
  });
  return { elements, facts };
}

/** The identity of a sample. Nothing in it is unknown. */
export function identityOf(
  { elements, facts }: Sample,
  named: ReadonlyMap<Dimension, ReadonlySet<string>>,
): Identity {
  const value = (dimension: Dimension) => elements.get(dimension)?.value;
  const holding = facts.filter(([, holds]) => holds).map(([fact]) => fact);
  const isNamed = (dimension: Dimension, text: string) => named.get(dimension)?.has(text) === true;
  const email = emailOf(value("user"), (text) => isNamed("user", `e:${text}`));
  const path = value("path");
  return {
    user:
      email === undefined
        ? null
        : {
            email,
            identity_provider_id: providerOf(value("provider")),
            ...loginFacts(holding, value("risk")),
          },
    service_token: tokenOf(value("token")),
    linked_app_token: linkedOf(value("linked")),
    certificate: certificateOf(value("certificate")),
    ip: addressOf(elements.get("ip")?.interval),
    country: countryOf(value("country"), (code) => isNamed("country", code)),
    device_posture: holding.flatMap((fact) =>
      fact.kind === "posture"
        ? [fact.account === undefined ? fact.check : `${fact.check}/${fact.account}`]
        : [],
    ),
    ip_lists: holding.flatMap((fact) => (fact.kind === "ip_list" ? [fact.id] : [])),
    url: path === undefined || path === OTHER ? null : exampleUrl(path),
    method: value("method") === undefined || value("method") === OTHER ? "GET" : value("method")!,
    ssh_username: sshOf(value("ssh"), email),
    ...assumptions(facts),
  };
}

function emailOf(value: string | undefined, isNamed: (email: string) => boolean): string | undefined {
  if (value === undefined || value === NONE) return undefined;
  if (value.startsWith("e:")) return value.slice(2);
  const domain = value === OTHER ? UNNAMED_DOMAIN : value.slice(2);
  for (let number = 1; ; number++) {
    const email = `someone${number === 1 ? "" : number}@${domain}`;
    if (!isNamed(email)) return email;
  }
}

function providerOf(value: string | undefined): string {
  return value === undefined || value === OTHER ? "another-provider" : value;
}

function tokenOf(value: string | undefined): Identity["service_token"] {
  if (value === undefined || value === NONE) return null;
  if (value === INVALID) return { id: "an-invalid-token", status: "disabled" };
  return { id: value === OTHER ? "another-token" : value.slice(2) };
}

function linkedOf(value: string | undefined): Identity["linked_app_token"] {
  if (value === undefined || value === NONE) return null;
  return { app_uid: value === OTHER ? "another-application" : value.slice(2) };
}

function certificateOf(value: string | undefined): Identity["certificate"] {
  if (value === undefined || value === NONE) return null;
  return { common_name: value === OTHER ? "another-name" : value.slice(2) };
}

function sshOf(value: string | undefined, email: string | undefined): string | null {
  if (value === undefined || value === NONE) return null;
  if (value === ALIAS) return email === undefined ? null : email.slice(0, email.lastIndexOf("@"));
  return value === OTHER ? "another-user" : value.slice(2);
}

/** Addresses of documentation, where one of them is as good as any. */
const EXAMPLES = ["198.51.100.10", "203.0.113.10", "192.0.2.10", "2001:db8::10"];

function addressOf(interval: Interval | undefined): string {
  if (interval === undefined) return EXAMPLES[0]!;
  const example = EXAMPLES.find((text) => {
    const at = intervalOf(text)!.first;
    return interval.first <= at && at <= interval.last;
  });
  return example ?? addressAt(interval.first);
}

const COUNTRIES = "US DE PT BR JP IN ZA FR ES GB CA AU MX SE NO FI IT NL PL KE".split(" ");

function countryOf(value: string | undefined, isNamed: (code: string) => boolean): string {
  if (value !== undefined && value !== OTHER) return value;
  const usual = COUNTRIES.find((code) => !isNamed(code));
  if (usual !== undefined) return usual;
  const letters = [..."ABCDEFGHIJKLMNOPQRSTUVWXYZ"];
  return letters.flatMap((first) => letters.map((second) => first + second)).find((code) => !isNamed(code))!;
}

function loginFacts(holding: readonly Fact[], risk: string | undefined) {
  const groups = holding.flatMap((fact): IdentityGroup[] => {
    if (fact.kind !== "group") return [];
    const { provider, name, team } = fact;
    return [{ identity_provider_id: provider, name, ...(team === undefined ? {} : { team }) }];
  });
  const values = (kind: "saml" | "oidc") =>
    holding.flatMap((fact): NamedValue[] =>
      fact.kind === kind ? [{ name: fact.name, value: fact.value }] : [],
    );
  return {
    groups,
    auth_methods: holding.flatMap((fact) => (fact.kind === "auth_method" ? [fact.method] : [])),
    risk: (risk ?? "low") as RiskLevel,
    saml: values("saml"),
    oidc: values("oidc"),
    device_identity: holding.some(({ kind }) => kind === "device_identity"),
  };
}

function assumptions(facts: Sample["facts"]): { assume?: Record<string, boolean> } {
  const assumed = facts.filter(([fact]) => fact.kind === "assumption");
  if (assumed.length === 0) return {};
  return { assume: Object.fromEntries(assumed.map(([fact, holds]) => [fact.key, holds])) };
}

/** The values that leaves ask for by name, for choosing others. */
export function namedValues({ dimensions }: Encoding): ReadonlyMap<Dimension, ReadonlySet<string>> {
  return new Map(
    dimensions.map(({ dimension, cells }) => [dimension, new Set(cells.flat().map(({ value }) => value))]),
  );
}
