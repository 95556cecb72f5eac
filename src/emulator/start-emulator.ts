import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { AccountObjects, type GivenObjects } from "./account-objects";
import { ApplicationDirectory } from "./application-directory";
import { Commits, type OnCommit } from "./commit";
import { Control } from "./control";
import { Dashboard } from "./dashboard";
import { DataFile } from "./data-file";
import type { Dependencies } from "./dependencies";
import { ACCOUNT_CONTENT_ROUTES, ACCOUNT_OBJECT_ROUTES } from "./endpoints/account-objects";
import { APPLICATION_POLICY_ROUTES } from "./endpoints/application-policies";
import { APPLICATION_ROUTES } from "./endpoints/applications";
import { REUSABLE_POLICY_ROUTES } from "./endpoints/reusable-policies";
import { failure } from "./envelope";
import { Exchange } from "./exchange";
import type { FaultPlan, FaultReport } from "./faults/fault";
import { refusalOfForeign } from "./loopback";
import { DEFAULT_NORMALIZATION } from "./normalization/normalization";
import type { EmulatorOptions } from "./options";
import { Presenter } from "./presenter";
import type { RecordedRequest } from "./recorded-request";
import { sendWhole } from "./reply";
import { countRequests, type RequestCounts } from "./request-counts";
import { unknownFields } from "./request-schema/policy";
import { unknownSelectors } from "./request-schema/rules";
import { BASE_PATH, type Route } from "./route";
import { type ObjectKind, Store } from "./store";

const ROUTES: readonly Route[] = [
  ...REUSABLE_POLICY_ROUTES,
  ...APPLICATION_POLICY_ROUTES,
  ...APPLICATION_ROUTES,
  ...ACCOUNT_OBJECT_ROUTES,
  ...ACCOUNT_CONTENT_ROUTES,
];

const ORGANIZATION = {
  name: "Example",
  auth_domain: "example.cloudflareaccess.com",
  session_duration: "24h",
  deny_unmatched_requests: false,
  mfa_required_for_all_apps: false,
};

/** A running emulator. The methods of the dashboard change its state past the API. */
export interface Emulator
  extends Pick<
    Dashboard,
    "policies" | "applications" | "order" | "add" | "edit" | "remove" | "removeApplication" | "clear"
  > {
  /** `http://127.0.0.1:<port>`. */
  readonly url: string;
  /** What a client takes as the API's base URL: `<url>/client/v4`. */
  readonly baseUrl: string;
  readonly port: number;
  /** Everything asked since the start, in order of arrival. */
  readonly requests: RecordedRequest[];
  /** Counts of `requests`. */
  counts(): RequestCounts;
  /** Empties `requests`. */
  forgetRequests(): void;
  /** Replaces the faults in force; an empty list ends them all. Throws for what is not a plan of faults. */
  faults(plan: FaultPlan): void;
  /** The faults in force, with how often each struck. */
  faultReport(): readonly FaultReport[];
  /** Calls it at each change from now on; answers what ends that. */
  onCommit(listener: OnCommit): () => void;
  /** Adds a group, an identity provider, … past the API. Answers its id. */
  addObject<Kind extends ObjectKind>(kind: Kind, object: GivenObjects[Kind]): string;
  /** Sets fields of a group, a list, … past the API. Throws when there is none. */
  editObject<Kind extends ObjectKind>(kind: Kind, id: string, fields: Partial<GivenObjects[Kind]>): void;
  /** Throws when there is none. */
  removeObject(kind: ObjectKind, id: string): void;
  /** Sets settings of an application past the API, such as `allowed_idps`; undefined takes one away. */
  editApplication(accountId: string, appId: string, settings: Readonly<Record<string, unknown>>): void;
  /** Sets settings of the organization past the API. */
  editOrganization(settings: Readonly<Record<string, unknown>>): void;
  /** Ends open connections; resolves when the port is free and the state is saved. */
  close(): Promise<void>;
}

/**
 * Starts an HTTP server on 127.0.0.1 that acts like the API's endpoints of Access policies and applications, and lists
 * what they refer to (groups, identity providers, service tokens, lists, device posture rules). It answers requests to
 * loopback names only, and none that pages of other sites send.
 * Rejects when the port is taken (`EADDRINUSE`), and when the data file is not one of this emulator's or can not be
 * written.
 */
export async function startEmulator(options: EmulatorOptions = {}): Promise<Emulator> {
  const dataFile = options.dataFile === undefined ? undefined : new DataFile(options.dataFile);
  const store = new Store(options.now ?? Date.now, await dataFile?.load());
  dataFile?.follow(store);
  const dependencies: Dependencies = {
    store,
    applications: new ApplicationDirectory(store, options.applications),
    objects: new AccountObjects(options, store, options.now ?? Date.now),
    organization: { ...ORGANIZATION, ...options.organization },
    presenter: new Presenter(store, { ...DEFAULT_NORMALIZATION, ...options.normalize }),
    newerSelectors: new Set([
      ...(options.newerSelectors ?? []),
      ...store.allPolicies().flatMap(({ body }) => unknownSelectors(body)),
    ]),
    newerFields: new Set(store.allPolicies().flatMap(({ body }) => unknownFields(body))),
  };
  const commits = new Commits(options.onCommit);
  const exchange = new Exchange(options, ROUTES, dependencies, commits, dataFile);
  const control = new Control(exchange);
  // A failed save shows again, and then for certain, when the emulator is closed.
  const save = () => void dataFile?.save().catch(() => undefined);
  const dashboard = new Dashboard(dependencies, () => {
    commits.notify();
    save();
  });

  const server = createServer((request, response) => {
    const foreign = refusalOfForeign(request);
    if (foreign) sendWhole(response, { headers: {}, ...failure(foreign) });
    else if (!control.take(request, response)) void exchange.take(request, response);
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(options.port ?? 0, "127.0.0.1", resolve);
  });
  try {
    // A path that cannot be written fails now, and not after the first change.
    await dataFile?.save();
  } catch (error) {
    await shutDown(server);
    throw error;
  }
  const { port } = server.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}`;
  let closing: Promise<void> | undefined;

  return {
    url,
    baseUrl: url + BASE_PATH,
    port,
    requests: exchange.requests,
    counts: () => countRequests(exchange.requests),
    forgetRequests: () => {
      exchange.requests.length = 0;
    },
    faults: (plan) => exchange.setFaults(plan),
    faultReport: () => exchange.faults.report(),
    onCommit: (listener) => commits.follow(listener),
    order: (accountId, appId) => dashboard.order(accountId, appId),
    policies: (filter) => dashboard.policies(filter),
    applications: (accountId) => dashboard.applications(accountId),
    add: (where, policy) => dashboard.add(where, policy),
    edit: (policyId, edit) => dashboard.edit(policyId, edit),
    remove: (policyId) => dashboard.remove(policyId),
    removeApplication: (accountId, appId) => dashboard.removeApplication(accountId, appId),
    addObject(kind, object) {
      const id = dependencies.objects.add(kind, object);
      save();
      return id;
    },
    editObject(kind, id, fields) {
      dependencies.objects.edit(kind, id, fields);
      save();
    },
    removeObject(kind, id) {
      dependencies.objects.remove(kind, id);
      save();
    },
    editApplication: (accountId, appId, settings) => dashboard.editApplication(accountId, appId, settings),
    editOrganization: (settings) => dashboard.editOrganization(settings),
    clear: () => dashboard.clear(),
    close() {
      exchange.close();
      closing ??= shutDown(server).then(() => dataFile?.save());
      return closing;
    },
  };
}

async function shutDown(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeAllConnections();
  await closed;
}
