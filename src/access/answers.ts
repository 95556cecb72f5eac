/**
 * What an identity answers to the leaves and facts of conditions. Source of the rules: the vendor's documentation.
 *
 * 1. A request has one user with one email and one identity provider, that of the last login. SCIM decides nothing.
 * 2. A group counts for the provider that reported it, and only after a login through that provider.
 * 3. A token that is disabled or expired matches nothing; it is a token header still.
 * 4. In a running session, provider facts are those of its login: unknown, since the identity shows the present ones.
 */
import { FORMATS } from "../model";
import { plain } from "./account-index";
import { intervalOf, parseInterval } from "./address-line";
import type { Answers, Condition, Dimension, Truth } from "./condition";
import { visit } from "./condition";
import type { Fact } from "./fact";
import type { Identity, IdentityUser, NamedValue } from "./identity";
import { hostMatches, pathMatches, placeOf } from "./url-pattern";

/** Something that would have to be known for a decision. */
export interface Need {
  /** The field of the identity: `user.groups`, `ip`, `assume`. */
  readonly field: string;
  /** In words. Where the field is `assume`, why it is not known. */
  readonly words: string;
  /** The key under `assume`. */
  readonly key?: string;
}

export function answersOf(identity: Identity): Answers {
  return {
    leaf: (dimension, values) => DIMENSION_ANSWERS[dimension](identity, values),
    fact: (known) => factAnswer(known, identity),
  };
}

const truth = (holds: boolean): Truth => (holds ? "yes" : "no");

/** Unknown where the value is absent, no where there is none. */
function judged<Value>(value: Value | null | undefined, judge: (value: Value) => boolean | undefined): Truth {
  if (value === undefined) return "unknown";
  const holds = value !== null && judge(value);
  return holds === undefined ? "unknown" : truth(holds);
}

const DIMENSION_ANSWERS: Readonly<
  Record<Dimension, (identity: Identity, values: readonly string[]) => Truth>
> = {
  // An application is asked for by its own, protected paths, and by methods other than OPTIONS, where nothing else is said.
  method: ({ method }, values) => judged(method ?? null, (given) => values.includes(given.toUpperCase())),
  path: ({ url }, values) =>
    judged(url ?? null, (given) => {
      const place = placeOf(given);
      return values.some((value) => {
        const pattern = placeOf(value);
        return hostMatches(pattern.host, place.host) && pathMatches(pattern.path, place.path);
      });
    }),
  token: ({ service_token: token }, values) =>
    judged(token, ({ id, status = "valid" }) => {
      if (values.includes("+")) return true;
      return status === "valid" && (values.includes("*") || values.includes(`t:${id}`));
    }),
  linked: ({ linked_app_token: token }, values) =>
    judged(token, ({ app_uid: id }) => values.includes("*") || values.includes(`a:${id}`)),
  certificate: ({ certificate }, values) =>
    judged(certificate, ({ common_name: name }) => {
      if (values.includes("*")) return true;
      if (name === undefined) return undefined;
      return name !== null && values.includes(`n:${FORMATS.text.canonical(name)}`);
    }),
  user: ({ user }, values) =>
    judged(user, ({ email }) => {
      if (values.includes("*")) return true;
      if (email === undefined) return undefined;
      const canonical = FORMATS.email.canonical(email);
      const domain = canonical.slice(canonical.lastIndexOf("@") + 1);
      return values.includes(`e:${canonical}`) || values.includes(`d:${domain}`);
    }),
  provider: ({ user }, values) =>
    judged(user, ({ identity_provider_id: id }) => (id === undefined ? undefined : values.includes(id))),
  risk: ({ user }, values) =>
    judged(user, ({ risk }) => (risk === undefined ? undefined : values.includes(risk ?? "unscored"))),
  country: ({ country }, values) =>
    judged(country, (code) => values.includes(FORMATS.country.canonical(code))),
  ip: ({ ip }, values) =>
    judged(ip, (address) => {
      const at = intervalOf(address)?.first;
      if (at === undefined) return undefined;
      return values.some((value) => {
        const { first, last } = parseInterval(value);
        return first <= at && at <= last;
      });
    }),
  ssh: ({ ssh_username: name, user }, values) =>
    judged(name, (given) => {
      if (values.includes(`n:${given}`)) return true;
      if (!values.includes("=")) return false;
      if (user === undefined || (user !== null && user.email === undefined)) return undefined;
      return user !== null && given === user.email!.slice(0, user.email!.lastIndexOf("@"));
    }),
};

function factAnswer(known: Fact, identity: Identity): Truth {
  switch (known.kind) {
    case "assumption": {
      const holds = identity.assume?.[known.key];
      return holds === undefined ? "unknown" : truth(holds);
    }
    case "device_identity":
      return judged(identity.user, ({ device_identity: device }) => device === true);
    case "posture":
      return judged(identity.device_posture, (passed) => {
        const { check, account, maybeOwn } = known;
        if (account === undefined) return passed.includes(check);
        if (passed.includes(`${check}/${account}`)) return true;
        return maybeOwn && passed.includes(check) ? undefined : false;
      });
    case "ip_list":
      return judged(identity.ip_lists, (ids) => ids.includes(known.id));
    default:
      return judged(identity.user, (user) =>
        identity.in_session === true ? undefined : providerFact(known, user),
      );
  }
}

type ProviderFact = Extract<Fact, { kind: "group" | "saml" | "oidc" | "auth_method" }>;

function providerFact(known: ProviderFact, user: IdentityUser): boolean | undefined {
  if (known.kind === "group") {
    if (user.groups === undefined) return undefined;
    return (user.groups ?? []).some(
      ({ identity_provider_id: provider, name, team }) =>
        provider === known.provider &&
        (name === known.name || FORMATS.email.canonical(name) === known.name) &&
        (known.team === undefined || team === known.team),
    );
  }
  if (known.kind === "auth_method") {
    if (user.auth_methods === undefined) return undefined;
    return (user.auth_methods ?? []).includes(known.method);
  }
  const values: readonly NamedValue[] | null | undefined = user[known.kind];
  if (values === undefined) return undefined;
  return (values ?? []).some(({ name, value }) => name === known.name && value === known.value);
}

/** The unknown leaves and facts of a condition, as what would have to be known. */
export function needsOf(condition: Condition, identity: Identity): Need[] {
  const answers = answersOf(identity);
  const needs = new Map<string, Need>();
  visit(condition, (found) => {
    if (found.kind === "leaf") {
      if (answers.leaf(found.dimension, found.values) !== "unknown") return;
      const [field, words] = leafNeed(found.dimension, identity);
      needs.set(field, { field, words });
    } else if (answers.fact(found.fact) === "unknown") {
      const need = factNeed(found.fact, identity);
      needs.set(`${need.field} ${need.key ?? ""}`, need);
    }
  });
  return [...needs.values()];
}

function leafNeed(dimension: Dimension, { user, certificate }: Identity): readonly [string, string] {
  const isUser = user === undefined;
  switch (dimension) {
    case "user":
      return isUser ? ["user", "whether somebody is logged in, and who"] : ["user.email", "the user's email"];
    case "provider":
      return isUser ? ["user", "whether somebody is logged in, and who"] : PROVIDER;
    case "risk":
      return isUser
        ? ["user", "whether somebody is logged in, and who"]
        : ["user.risk", "the user's risk level"];
    case "token":
      return ["service_token", "whether the request has a service token, and which"];
    case "linked":
      return ["linked_app_token", "whether the request has a linked app token"];
    case "certificate":
      return certificate === undefined
        ? ["certificate", "whether the request has a client certificate"]
        : ["certificate.common_name", "the common name of the certificate"];
    case "ssh":
      return ["ssh_username", "the SSH user name"];
    case "ip":
      return ["ip", "the IP address"];
    case "country":
      return ["country", "the country"];
    default:
      return [dimension === "path" ? "url" : dimension, `the ${dimension} of the request`];
  }
}

const PROVIDER = ["user.identity_provider_id", "the identity provider of the login"] as const;

function factNeed(known: Fact, identity: Identity): Need {
  if (known.kind === "assumption") return { field: "assume", words: known.because, key: known.key };
  if (known.kind === "posture")
    return {
      field: "device_posture",
      words: `whether the device passes posture check ${plain(known.check)}`,
    };
  if (known.kind === "ip_list")
    return { field: "ip_lists", words: `whether IP list ${plain(known.id)} holds the address` };
  if (identity.user === undefined) return { field: "user", words: "whether somebody is logged in, and who" };
  const field = {
    group: "groups",
    saml: "saml",
    oidc: "oidc",
    auth_method: "auth_methods",
    device_identity: "device_identity",
  };
  const now = identity.in_session ? " at the login of the session" : "";
  return { field: `user.${field[known.kind]}`, words: `${factWords(known)}${now}` };
}

function factWords(known: ProviderFact | Extract<Fact, { kind: "device_identity" }>): string {
  switch (known.kind) {
    case "group": {
      const team = known.team === undefined ? "" : `, team ${plain(known.team)}`;
      return `whether the login reported group ${plain(known.name)}${team}`;
    }
    case "auth_method":
      return `whether the login used ${plain(known.method)}`;
    case "device_identity":
      return "whether the user is known by the device's session";
    default:
      return `whether the login reported ${plain(known.name)} = ${plain(known.value)}`;
  }
}
