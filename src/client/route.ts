import http from "node:http";
import https from "node:https";
import { type Environment, proxyFor } from "./proxy-environment";

/** How a server is reached: directly or through a proxy. Connections are kept alive. */
export interface Route {
  /** For errors, e.g. "api.cloudflare.com" or "api.cloudflare.com through the proxy proxy.corp:3128". */
  readonly description: string;
  /** The proxy's user and password, which no text may show. */
  readonly proxyUser?: { readonly username: string; readonly password: string };
  /** A request to `url` by this route, not sent yet. */
  open(
    url: URL,
    options: { method: string; headers: Readonly<Record<string, string>> },
  ): Promise<http.ClientRequest>;
  /** Ends all connections. */
  close(): void;
}

/** The route to `url` that the environment asks for. */
export function routeTo(url: URL, environment: Environment): Route {
  const proxy = proxyFor(url, environment);
  if (proxy === undefined) return direct(url);
  return url.protocol === "https:" ? tunnel(url, proxy) : forwarding(url, proxy);
}

function direct(to: URL): Route {
  const { request, Agent } = moduleFor(to);
  const agent = new Agent({ keepAlive: true });
  return {
    description: to.host,
    open: async (url, options) => request(url, { ...options, agent }),
    close: () => agent.destroy(),
  };
}

/** https through a proxy: CONNECT, then TLS with the server itself. The proxy sees neither headers nor bodies. */
function tunnel(to: URL, proxy: URL): Route {
  let agent: Promise<http.Agent> | undefined;
  // Loaded only where there is a proxy: a plan starts this program three times.
  const load = async (): Promise<http.Agent> => {
    const { HttpsProxyAgent } = await import("https-proxy-agent");
    return new HttpsProxyAgent(withoutUser(proxy), { keepAlive: true, headers: authorization(proxy) });
  };
  return {
    description: through(to, proxy),
    proxyUser: { username: proxy.username, password: proxy.password },
    async open(url, options) {
      agent ??= load();
      return https.request(url, { ...options, agent: await agent });
    },
    // Who opened it has heard of an agent that could not be loaded.
    close: () => void agent?.then((loaded) => loaded.destroy()).catch(() => {}),
  };
}

/** http through a proxy: the proxy is asked for the whole URL (RFC 9112, 3.2.2). */
function forwarding(to: URL, proxy: URL): Route {
  const { request, Agent } = moduleFor(proxy);
  const agent = new Agent({ keepAlive: true });
  return {
    description: through(to, proxy),
    proxyUser: { username: proxy.username, password: proxy.password },
    open: async (url, { method, headers }) =>
      request(withoutUser(proxy), {
        method,
        path: url.href,
        headers: { ...headers, host: url.host, ...authorization(proxy) },
        agent,
      }),
    close: () => agent.destroy(),
  };
}

function moduleFor(url: URL): typeof http | typeof https {
  return url.protocol === "https:" ? https : http;
}

function through(to: URL, proxy: URL): string {
  return `${to.host} through the proxy ${proxy.host}`;
}

/** The proxy's password travels in its own header, so that no library holds it in a URL that it might print. */
function withoutUser(proxy: URL): URL {
  const bare = new URL(proxy);
  bare.username = "";
  bare.password = "";
  return bare;
}

function authorization({ username, password }: URL): Record<string, string> {
  if (username === "" && password === "") return {};
  const user = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  return { "proxy-authorization": `Basic ${Buffer.from(user).toString("base64")}` };
}
