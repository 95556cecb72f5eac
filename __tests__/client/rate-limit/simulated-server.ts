import { RateLimiter } from "../../../src/client/rate-limit/rate-limiter";

/** A server with a limit as the API's, and clients of one token that share it, in a time of their own. */
export interface World {
  readonly quota: number;
  readonly windowSeconds: number;
  /** How the server rounds what is left of a second. */
  readonly rounding: "ceil" | "floor";
  /** How many requests each client has to make, ten at a time. */
  readonly clients: readonly number[];
  /** Milliseconds a request takes to the server, and its answer back; taken in turn. */
  readonly ways: readonly number[];
}

export interface History {
  readonly refusals: number;
  /** How many requests each client has made. */
  readonly done: readonly number[];
  /** Milliseconds. */
  readonly took: number;
  /** When a request began before the time that a refusal asked for, or beyond what an answer left. */
  readonly faults: readonly string[];
}

const CONCURRENCY = 10;

export function live(world: World): History {
  const events: { at: number; happens: () => void }[] = [];
  const faults: string[] = [];
  let now = 0;
  let way = 0;
  let refusals = 0;
  const schedule = (at: number, happens: () => void) => events.push({ at, happens });
  const travel = () => world.ways[way++ % world.ways.length]!;

  const server = { used: 0, endsAt: 0, blocked: false };
  const answer = () => {
    if (now >= server.endsAt)
      Object.assign(server, { used: 0, endsAt: now + world.windowSeconds * 1000, blocked: false });
    server.used++;
    if (!server.blocked && server.used > world.quota)
      Object.assign(server, { endsAt: now + world.windowSeconds * 1000, blocked: true });
    const seconds = Math[world.rounding]((server.endsAt - now) / 1000);
    const remaining = Math.max(0, world.quota - server.used);
    return { refused: server.blocked, stand: { remaining, seconds, quota: world.quota } };
  };

  const done = world.clients.map((requests, index) => {
    const limiter = new RateLimiter(() => 0.5);
    const client = { left: requests, done: 0, underWay: 0, heldUntil: 0 };
    const pump = () => {
      while (client.left > 0 && client.underWay < CONCURRENCY) {
        const permit = limiter.permit(now);
        if (permit !== "granted") {
          if (Number.isFinite(permit.at)) schedule(permit.at, pump);
          return;
        }
        if (now < client.heldUntil)
          faults.push(`client ${index} began at ${now}, asked to wait until ${client.heldUntil}`);
        client.left--;
        client.underWay++;
        limiter.begin(now);
        const begunAt = now;
        schedule(now + travel(), () => {
          const { refused, stand } = answer();
          schedule(now + travel(), () => {
            client.underWay--;
            limiter.report(stand, now);
            const { seconds } = stand;
            limiter.end(
              begunAt,
              {
                reported: true,
                ...(refused ? { outcome: "refused", retryAfterSeconds: seconds } : { outcome: "success" }),
              },
              now,
            );
            if (refused) {
              refusals++;
              client.left++;
              client.heldUntil = Math.max(client.heldUntil, now + seconds * 1000);
            } else client.done++;
            pump();
          });
        });
      }
    };
    schedule(0, pump);
    return client;
  });

  while (events.length > 0) {
    const next = events.reduce((first, event) => (event.at < first.at ? event : first));
    events.splice(events.indexOf(next), 1);
    now = Math.max(now, next.at);
    next.happens();
    if (now > 86_400_000) throw new Error("still not done after a day");
  }
  return { refusals, done: done.map((client) => client.done), took: now, faults };
}
