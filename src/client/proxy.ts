import http from "node:http";
import https from "node:https";

/** How the API is reached. */
export interface Route {
  readonly agent: http.Agent;
  /** For errors, e.g. "api.cloudflare.com" or "api.cloudflare.com (through the proxy proxy.corp:3128)". */
  readonly description: string;
}

export function chooseRoute(baseUrl: URL, environment: Readonly<Record<string, string | undefined>>): Route {
  void environment;
  const agent = new (baseUrl.protocol === "https:" ? https : http).Agent({ keepAlive: true });
  return { agent, description: baseUrl.host };
}
