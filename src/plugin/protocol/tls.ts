import { constants, X509Certificate } from "node:crypto";
import type { Http2Server } from "node:http2";
import { createServer, type Server, type TLSSocket } from "node:tls";
import type { SelfSigned } from "./certificate";
import { log } from "./log";

/**
 * The way to a server for one client only: the one that proves it holds the key of this very certificate (PEM).
 *
 * The certificate is compared, not traced to an authority. That is stricter, and an authority of its own would make
 * Node parse its list of all the web's authorities first, which takes as long as all the rest of the start.
 *
 * @param server asked for when a connection is let in
 */
export function behindMutualTls(
  server: () => Http2Server,
  own: SelfSigned,
  clientCertificate: string,
): Server {
  const expected = new X509Certificate(clientCertificate).raw;
  const gate = createServer({
    key: own.key,
    cert: own.pem,
    ca: [],
    requestCert: true,
    rejectUnauthorized: false,
    minVersion: "TLSv1.2",
    ALPNProtocols: ["h2"],
    // Every connection shows its certificate anew.
    secureOptions: constants.SSL_OP_NO_TICKET,
  });
  gate.on("secureConnection", (socket: TLSSocket) => {
    const shown = socket.getPeerX509Certificate();
    if (shown?.raw.equals(expected)) {
      server().emit("connection", socket);
      return;
    }
    log.warn("A connection was refused.", { certificate: shown === undefined ? "none" : "not the engine's" });
    socket.on("error", () => {});
    socket.destroy();
  });
  gate.on("tlsClientError", (error: Error) =>
    log.warn("A connection was refused.", { error: error.message }),
  );
  return gate;
}
