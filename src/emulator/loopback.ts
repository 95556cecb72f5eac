import type { IncomingMessage } from "node:http";
import { foreignHost, foreignOrigin, type Refusal } from "./refusal";

/**
 * Why a request is not answered, if it came under another name than this machine's own. A page of any site can have the
 * browser send requests to 127.0.0.1, and after its own name has been rebound to that address can read the answers; both
 * show in these headers, which a page cannot set.
 */
export function refusalOfForeign({ headers: { host, origin } }: IncomingMessage): Refusal | undefined {
  if (host === undefined || !isLoopback(`http://${host}`)) return foreignHost(host);
  if (origin !== undefined && !isLoopback(origin)) return foreignOrigin(origin);
  return undefined;
}

/** Names that lead to this machine wherever they are looked up. */
const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;

function isLoopback(address: string): boolean {
  return URL.canParse(address) && LOOPBACK.test(new URL(address).hostname);
}
