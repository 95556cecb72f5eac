import http from "node:http";
import https from "node:https";
import { BlockList, isIP } from "node:net";
import { ApiError } from "./api-error";

/** A connection to a server, directly or through a proxy. Connections are kept alive. */
export interface Route {
  /** For errors, e.g. "api.cloudflare.com" or "api.cloudflare.com through the proxy proxy.corp:3128". */
  readonly description: string;
  /** The proxy's user and password, which no text may show. */
  readonly proxyUser?: { readonly username: string; readonly password: string };
  /** Creates a request to `url` by this route; it is not sent yet. */
  open(
    url: URL,
    options: { method: string; headers: Readonly<Record<string, string>> },
  ): Promise<http.ClientRequest>;
  /** Closes all connections. */
  close(): void;
}

/** Returns the route to `url` that the environment asks for. */
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
    // A failure to load the agent was reported to the request that needed it.
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

export type Environment = Readonly<Record<string, string | undefined>>;

/*
 * Which proxy a URL goes through. The rules are those of Go's net/http, so that the plugin goes the same way as the
 * terraform that started it: https://pkg.go.dev/golang.org/x/net/http/httpproxy
 *
 * - HTTPS_PROXY for https URLs, HTTP_PROXY for http ones; upper case first, then lower case; an empty one counts as unset.
 * - A value without a scheme is an http proxy.
 * - localhost and the loopback addresses never go through a proxy.
 * - NO_PROXY holds entries between commas (or spaces):
 *   `*` everything; an address or a CIDR range; `example.com` that name and all below it; `.example.com` and
 *   `*.example.com` only what is below it; each of the names and addresses also with a port, `example.com:8443`.
 */
export function proxyFor(url: URL, environment: Environment): URL | undefined {
  const [variable, value] = lookUp(environment, url.protocol === "https:" ? "HTTPS_PROXY" : "HTTP_PROXY");
  if (value === "" || isLoopbackUrl(url)) return undefined;
  const [, exceptions] = lookUp(environment, "NO_PROXY");
  if (exceptions.split(/[\s,]+/).some((entry) => entry !== "" && matches(entry.toLowerCase(), url)))
    return undefined;
  return parseProxy(variable, value);
}

function lookUp(environment: Environment, name: string): readonly [name: string, value: string] {
  const variable = environment[name] ? name : name.toLowerCase();
  return [variable, environment[variable]?.trim() ?? ""];
}

/** A proxy's URL may hold a password, so it is never repeated. */
function parseProxy(variable: string, value: string): URL {
  const text = value.includes("://") ? value : `http://${value}`;
  const proxy = URL.canParse(text) ? new URL(text) : undefined;
  if (proxy !== undefined && /^https?:$/.test(proxy.protocol) && isEncoded(proxy)) return proxy;
  const unsupported = proxy !== undefined && isEncoded(proxy);
  throw new ApiError({
    operation: "set up the API client",
    kind: "misconfigured",
    reason: unsupported
      ? `${variable} names a proxy of the kind ${proxy.protocol.slice(0, -1)}, and only http and https proxies are supported`
      : `${variable} is not a URL`,
    fix: `Set ${variable} to http://host:port or http://user:password@host:port (with % and @ in a password as %25 and %40), or except the API's host in NO_PROXY.`,
  });
}

function isEncoded(proxy: URL): boolean {
  try {
    decodeURIComponent(proxy.username + proxy.password);
    return true;
  } catch {
    return false;
  }
}

function matches(entry: string, url: URL): boolean {
  if (entry === "*") return true;
  const host = hostOf(url);
  if (entry.includes("/")) return inRange(entry, host);
  const [, name, port] = /^(.*?)(?::(\d+))?$/.exec(isIP(entry) ? `[${entry}]` : entry) ?? [];
  if (name === undefined || (port !== undefined && port !== portOf(url))) return false;
  const pattern = name.replace(/^\[|\]$/g, "").replace(/^\*\./, ".");
  if (host === pattern) return true;
  return isIP(host) === 0 && host.endsWith(pattern.startsWith(".") ? pattern : `.${pattern}`);
}

function inRange(range: string, host: string): boolean {
  const [network = "", bits = ""] = range.split("/");
  const family = isIP(network);
  if (family === 0 || isIP(host) !== family || !/^\d{1,3}$/.test(bits)) return false;
  if (Number(bits) > (family === 4 ? 32 : 128)) return false;
  return inSubnet(network, Number(bits), host);
}

/** Whether a URL leads to this machine. */
export function isLoopbackUrl(url: URL): boolean {
  const host = hostOf(url);
  return host === "localhost" || host === "::1" || (isIP(host) === 4 && inSubnet("127.0.0.0", 8, host));
}

function inSubnet(network: string, bits: number, host: string): boolean {
  const family = isIP(network) === 4 ? "ipv4" : "ipv6";
  const list = new BlockList();
  list.addSubnet(network, bits, family);
  return list.check(host, family);
}

/** Lower case, without the brackets of IPv6 and the dot at a name's end. */
function hostOf(url: URL): string {
  return url.hostname
    .toLowerCase()
    .replace(/^\[|\]$/g, "")
    .replace(/\.$/, "");
}

function portOf(url: URL): string {
  return url.port || (url.protocol === "https:" ? "443" : "80");
}
