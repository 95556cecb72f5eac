import http from "node:http";
import net, { type AddressInfo } from "node:net";

export interface ProxyServer {
  readonly url: string;
  readonly port: number;
  /** What it was asked, e.g. "CONNECT api.example.test:443" or "GET http://api.example.test/x". */
  readonly asked: string[];
  readonly authorizations: (string | undefined)[];
  close(): Promise<void>;
}

/**
 * A forward proxy. Whatever host it is asked for, it goes to `target`'s port on this machine.
 *
 * @param refusal a status line, e.g. "407 Proxy Authentication Required", to answer with instead
 */
export async function startProxy(target: number, refusal?: string): Promise<ProxyServer> {
  const asked: string[] = [];
  const authorizations: (string | undefined)[] = [];
  const sockets = new Set<net.Socket>();
  const server = http.createServer((request, response) => {
    note(request);
    const { "proxy-authorization": _, ...headers } = request.headers;
    const url = new URL(request.url ?? "");
    const onward = http.request(
      { port: target, host: "127.0.0.1", method: request.method, path: url.pathname + url.search, headers },
      (answer) => {
        response.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(response);
      },
    );
    request.pipe(onward);
  });
  server.on("connect", (request: http.IncomingMessage, socket: net.Socket, head: Buffer) => {
    note(request);
    if (refusal !== undefined) return void socket.end(`HTTP/1.1 ${refusal}\r\n\r\n<title>proxy page</title>`);
    const onward = net.connect(target, "127.0.0.1", () => {
      socket.write("HTTP/1.1 200 Connection established\r\n\r\n");
      onward.write(head);
      onward.pipe(socket).pipe(onward);
    });
    for (const end of [socket, onward]) end.on("error", () => [socket, onward].map((it) => it.destroy()));
  });
  server.on("connection", (socket) => sockets.add(socket));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;

  function note(request: http.IncomingMessage): void {
    asked.push(`${request.method} ${request.url}`);
    authorizations.push(request.headers["proxy-authorization"]);
  }

  return {
    url: `http://127.0.0.1:${port}`,
    port,
    asked,
    authorizations,
    async close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}
