import type { IncomingMessage, ServerResponse } from "node:http";
import type { Exchange } from "./exchange";
import type { FaultPlan } from "./faults/fault";
import { sendWhole } from "./reply";
import { readBody } from "./request-body";
import { countRequests } from "./request-counts";

/** Where the emulator itself is steered from another process; the API has no such path. No credentials are asked for. */
const CONTROL_PATH = "/emulator/";

type Handler = (exchange: Exchange, body: unknown) => unknown;

const faultsInForce: Handler = ({ faults }) => ({ faults: faults.report() });

const HANDLERS: Readonly<Record<string, Readonly<Record<string, Handler>>>> = {
  faults: {
    GET: faultsInForce,
    PUT(exchange, body) {
      exchange.setFaults(body as FaultPlan);
      return faultsInForce(exchange, body);
    },
    DELETE(exchange, body) {
      exchange.setFaults([]);
      return faultsInForce(exchange, body);
    },
  },
  requests: {
    GET: ({ requests }) => countRequests(requests),
    DELETE({ requests }) {
      requests.length = 0;
      return countRequests(requests);
    },
  },
};

/**
 * `GET`, `PUT` and `DELETE /emulator/faults`: what goes wrong. `GET` and `DELETE /emulator/requests`: how many came.
 * Answers JSON without the API's envelope, an error as `{ error }`. These requests are not recorded.
 */
export class Control {
  constructor(private readonly exchange: Exchange) {}

  /** False where the request is not for it. */
  take(request: IncomingMessage, response: ServerResponse): boolean {
    const path = (request.url ?? "").split("?", 1)[0]!;
    if (!path.startsWith(CONTROL_PATH)) return false;
    void this.answer(request, path.slice(CONTROL_PATH.length)).then(([status, body]) =>
      sendWhole(response, { status, headers: {}, body }),
    );
    return true;
  }

  private async answer(request: IncomingMessage, name: string): Promise<[status: number, body: unknown]> {
    try {
      const body = jsonIn(await readBody(request));
      if (!Object.hasOwn(HANDLERS, name)) {
        const known = Object.keys(HANDLERS).map((it) => CONTROL_PATH + it);
        return [404, { error: `There is no ${CONTROL_PATH}${name}; there are ${known.join(" and ")}.` }];
      }
      const methods = HANDLERS[name]!;
      const handler = methods[request.method ?? ""];
      if (!handler)
        return [405, { error: `${CONTROL_PATH}${name} takes ${Object.keys(methods).join(", ")}.` }];
      return [200, handler(this.exchange, body)];
    } catch (error) {
      return [400, { error: (error as Error).message }];
    }
  }
}

/** Undefined where there is none. */
function jsonIn(body: Buffer): unknown {
  const text = body.toString("utf8");
  if (text.trim() === "") return undefined;
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Error(`The body is not JSON: ${(error as Error).message}.`);
  }
}
