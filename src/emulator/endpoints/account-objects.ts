import { createHash } from "node:crypto";
import type { AccountObjects } from "../account-objects";
import type { Dependencies } from "../dependencies";
import { type Answer, success, successPage, successWhole } from "../envelope";
import { paginate } from "../pagination";
import { objectNotFound } from "../refusal";
import type { Call, Route } from "../route";
import type { ObjectKind, ObjectRecord } from "../store";

/** How the API serves one kind of object that rules refer to. */
interface Endpoint {
  readonly kind: ObjectKind;
  /** Below the account. */
  readonly path: string;
  /** How many a page has where the request does not say; absent: the list has no pages. */
  readonly perPage?: number;
  readonly matches?: (object: ObjectRecord, query: URLSearchParams) => boolean;
  /** What an answer says besides id and name. */
  readonly present: (object: ObjectRecord, now: Date) => Record<string, unknown>;
}

const YEAR_MS = 8760 * 3_600_000;

const ENDPOINTS: readonly Endpoint[] = [
  {
    kind: "groups",
    path: "access/groups",
    perPage: 1000,
    matches: byName,
    present: (object) => ({
      ...times(object),
      include: object.content.include ?? [{ email_domain: { domain: "example.com" } }],
      exclude: object.content.exclude ?? [],
      require: object.content.require ?? [],
      is_default: [],
    }),
  },
  {
    kind: "identityProviders",
    path: "access/identity_providers",
    perPage: 200,
    matches: (_, query) => query.get("scim_enabled") !== "true",
    present: ({ type }) => ({ type, config: {}, scim_config: { enabled: false } }),
  },
  {
    kind: "serviceTokens",
    path: "access/service_tokens",
    perPage: 1000,
    matches: byName,
    present: (object, now) => ({
      ...times(object),
      client_id: `${createHash("sha256").update(object.id).digest("hex").slice(0, 32)}.access`,
      duration: "8760h",
      enabled: object.content.enabled ?? true,
      expires_at: object.content.expiresAt ?? new Date(Date.parse(object.createdAt) + YEAR_MS).toISOString(),
      // As if it were in use all the time.
      last_seen_at: now.toISOString(),
    }),
  },
  {
    kind: "lists",
    path: "gateway/lists",
    matches: ({ type }, query) => [null, type].includes(query.get("type")),
    present: (object) => ({
      ...times(object),
      type: object.type,
      description: "",
      count: itemsOf(object).length,
    }),
  },
  {
    kind: "postureRules",
    path: "devices/posture",
    present: ({ type }) => ({ type, description: "", schedule: "5m", match: [], input: {} }),
  },
];

/** Reading them is all that policies need. */
export const ACCOUNT_OBJECT_ROUTES: readonly Route[] = ENDPOINTS.flatMap((endpoint) => [
  { method: "GET", path: `/accounts/:accountId/${endpoint.path}`, lists: true, handle: listing(endpoint) },
  { method: "GET", path: `/accounts/:accountId/${endpoint.path}/:id`, handle: reading(endpoint) },
]);

/** The items of a list, and the organization's settings. */
export const ACCOUNT_CONTENT_ROUTES: readonly Route[] = [
  {
    method: "GET",
    path: "/accounts/:accountId/gateway/lists/:id/items",
    lists: true,
    handle(call, { objects }) {
      const list = objects.list("lists", call.params.accountId!).find(({ id }) => id === call.params.id);
      if (!list) throw objectNotFound();
      const present = (value: string) => ({ value, description: "", created_at: list.createdAt });
      return successPage(paginate(itemsOf(list), call, 50), present);
    },
  },
  {
    method: "GET",
    path: "/accounts/:accountId/access/organizations",
    handle: (_call, { organization, store }) => success({ ...organization, ...store.organization }),
  },
];

function itemsOf({ content }: ObjectRecord): readonly string[] {
  return (content.items ?? []) as readonly string[];
}

function listing({ kind, perPage, matches = () => true, ...endpoint }: Endpoint) {
  return (call: Call, { objects }: Dependencies): Answer => {
    const { params, query } = call;
    const found = objects.list(kind, params.accountId!).filter((object) => matches(object, query));
    const present = presenting(objects, endpoint);
    return perPage === undefined
      ? successWhole(found.map(present))
      : successPage(paginate(found, call, perPage), present);
  };
}

function reading({ kind, ...endpoint }: Endpoint) {
  return ({ params }: Call, { objects }: Dependencies): Answer => {
    const found = objects.list(kind, params.accountId!).find(({ id }) => id === params.id);
    if (!found) throw objectNotFound();
    return success(presenting(objects, endpoint)(found));
  };
}

function presenting({ now }: AccountObjects, { present }: Pick<Endpoint, "present">) {
  return (object: ObjectRecord) => ({
    id: object.id,
    name: object.name,
    ...present(object, new Date(now())),
  });
}

function times({ createdAt }: ObjectRecord) {
  return { created_at: createdAt, updated_at: createdAt };
}

/** `name` in full, `search` in part. */
function byName({ name }: ObjectRecord, query: URLSearchParams): boolean {
  const search = query.get("search") ?? "";
  return [null, name].includes(query.get("name")) && name.toLowerCase().includes(search.toLowerCase());
}
