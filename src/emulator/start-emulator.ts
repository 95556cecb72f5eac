import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { AccountObjects, type GivenObjects, type ObjectKind } from "./account-objects";
import { ApplicationDirectory } from "./application-directory";
import { Dashboard } from "./dashboard";
import { DataFile } from "./data-file";
import { ACCOUNT_OBJECT_ROUTES } from "./endpoints/account-objects";
import { APPLICATION_POLICY_ROUTES } from "./endpoints/application-policies";
import { APPLICATION_ROUTES } from "./endpoints/applications";
import { REUSABLE_POLICY_ROUTES } from "./endpoints/reusable-policies";
import { Exchange } from "./exchange";
import type { EmulatorOptions } from "./options";
import { Presenter } from "./presenter";
import type { RecordedRequest } from "./recorded-request";
import { unknownSelectors } from "./request-schema/rules";
import { BASE_PATH, type Route } from "./route";
import { DEFAULT_NORMALISATION } from "./spelling/normalisation";
import { Store } from "./store";
import type { Workings } from "./workings";

const ROUTES: readonly Route[] = [
  ...REUSABLE_POLICY_ROUTES,
  ...APPLICATION_POLICY_ROUTES,
  ...APPLICATION_ROUTES,
  ...ACCOUNT_OBJECT_ROUTES,
];

/** A running emulator. The methods of the dashboard change its state past the API. */
export interface Emulator
  extends Pick<
    Dashboard,
    "policies" | "applications" | "add" | "edit" | "remove" | "removeApplication" | "clear"
  > {
  /** `http://127.0.0.1:<port>`. */
  readonly url: string;
  /** What a client takes as the API's base URL: `<url>/client/v4`. */
  readonly baseUrl: string;
  readonly port: number;
  /** Everything asked since the start, in order of arrival. */
  readonly requests: RecordedRequest[];
  /** Adds a group, an identity provider, … past the API, in memory only. Answers its id. */
  addObject<Kind extends ObjectKind>(kind: Kind, object: GivenObjects[Kind]): string;
  /** Throws when there is none. */
  removeObject(kind: ObjectKind, id: string): void;
  /** Ends open connections; resolves when the port is free and the state is saved. */
  close(): Promise<void>;
}

/**
 * Starts an HTTP server on 127.0.0.1 that acts like the API's endpoints of Access policies and applications, and lists
 * what they refer to (groups, identity providers, service tokens, lists, device posture rules).
 * Rejects when the port is taken (`EADDRINUSE`) or the data file is not one of this emulator's.
 */
export async function startEmulator(options: EmulatorOptions = {}): Promise<Emulator> {
  const dataFile = options.dataFile === undefined ? undefined : new DataFile(options.dataFile);
  const store = new Store(options.now ?? Date.now, await dataFile?.load());
  const workings: Workings = {
    store,
    applications: new ApplicationDirectory(store, options.applications),
    objects: new AccountObjects(options, options.now ?? Date.now),
    presenter: new Presenter(store, { ...DEFAULT_NORMALISATION, ...options.normalise }),
    newerSelectors: new Set([
      ...(options.newerSelectors ?? []),
      ...store.allPolicies().flatMap(({ body }) => unknownSelectors(body)),
    ]),
  };
  const exchange = new Exchange(options, ROUTES, workings, dataFile);
  const save = () => dataFile?.save(() => store.state());
  // A failed save shows again, and then for certain, when the emulator is closed.
  const dashboard = new Dashboard(workings, () => void save()?.catch(() => undefined));

  const server = createServer((request, response) => void exchange.take(request, response));
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(options.port ?? 0, "127.0.0.1", resolve);
  });
  const { port } = server.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}`;
  let closing: Promise<void> | undefined;

  return {
    url,
    baseUrl: url + BASE_PATH,
    port,
    requests: exchange.requests,
    policies: (filter) => dashboard.policies(filter),
    applications: (accountId) => dashboard.applications(accountId),
    add: (where, policy) => dashboard.add(where, policy),
    edit: (policyId, edit) => dashboard.edit(policyId, edit),
    remove: (policyId) => dashboard.remove(policyId),
    removeApplication: (accountId, appId) => dashboard.removeApplication(accountId, appId),
    addObject: (kind, object) => workings.objects.add(kind, object),
    removeObject: (kind, id) => workings.objects.remove(kind, id),
    clear: () => dashboard.clear(),
    close() {
      closing ??= shutDown(server).then(save);
      return closing;
    },
  };
}

async function shutDown(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeAllConnections();
  await closed;
}
