import { constants, generateKeyPairSync, randomBytes, sign, X509Certificate } from "node:crypto";
import type { Http2Server } from "node:http2";
import { createServer, type Server, type TLSSocket } from "node:tls";
import { log } from "./log";

/**
 * Creates a TLS server that accepts one client: the one that proves that it holds the key of this certificate (PEM).
 *
 * The certificate is compared with the expected one; no certificate authority is involved. That is stricter, and with an
 * authority Node would first parse its list of all public authorities, which takes as long as the rest of the start.
 *
 * @param http2Server called when a connection is accepted, so that HTTP/2 is loaded after the handshake
 */
export function createMutualTlsServer(
  http2Server: () => Http2Server,
  own: SelfSignedCertificate,
  clientCertificate: string,
): Server {
  const expected = new X509Certificate(clientCertificate).raw;
  const server = createServer({
    key: own.key,
    cert: own.pem,
    ca: [],
    requestCert: true,
    rejectUnauthorized: false,
    minVersion: "TLSv1.2",
    ALPNProtocols: ["h2"],
    // Without session tickets, every connection presents its certificate.
    secureOptions: constants.SSL_OP_NO_TICKET,
  });
  server.on("secureConnection", (socket: TLSSocket) => {
    const presented = socket.getPeerX509Certificate();
    if (presented?.raw.equals(expected)) {
      http2Server().emit("connection", socket);
      return;
    }
    log.warn("A connection was refused.", {
      certificate: presented === undefined ? "none" : "not the engine's",
    });
    socket.on("error", () => {});
    socket.destroy();
  });
  server.on("tlsClientError", (error: Error) =>
    log.warn("A connection was refused.", { error: error.message }),
  );
  return server;
}

export interface SelfSignedCertificate {
  /** The private key, PEM. */
  readonly key: string;
  readonly der: Buffer;
  /** The certificate, PEM. */
  readonly pem: string;
}

const ECDSA_SHA256 = sequence(oid("1.2.840.10045.4.3.2"));
const COMMON_NAME = oid("2.5.4.3");
const MINUTE_MS = 60_000;
// Far longer than one command of the engine, and so than the process, lasts.
const LIFETIME_MS = 30 * 24 * 60 * MINUTE_MS;

/**
 * Creates a new P-256 key and a self-signed certificate for `localhost`. The handshake on stdout carries the certificate
 * to the engine, which trusts no other on this connection.
 */
export function selfSignedCertificate(): SelfSignedCertificate {
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const name = sequence(setOf(sequence(COMMON_NAME, text("localhost"))));
  const now = Date.now();
  const content = sequence(
    explicit(0, integer(Buffer.from([2]))), // version 3
    integer(Buffer.concat([Buffer.from([1]), randomBytes(15)])),
    ECDSA_SHA256,
    name,
    sequence(time(new Date(now - MINUTE_MS)), time(new Date(now + LIFETIME_MS))),
    name,
    publicKey.export({ type: "spki", format: "der" }),
    explicit(3, sequence(...extensions())),
  );
  const der = sequence(content, ECDSA_SHA256, bits(sign("sha256", content, privateKey)));
  return { key: privateKey.export({ type: "sec1", format: "pem" }).toString(), der, pem: toPem(der) };
}

function extensions(): Buffer[] {
  const extension = (id: string, critical: boolean, value: Buffer) =>
    sequence(oid(id), ...(critical ? [boolean(true)] : []), octets(value));
  const digitalSignatureAndCertSign = bits(Buffer.from([0x84]), 2);
  const serverAndClientAuth = sequence(oid("1.3.6.1.5.5.7.3.1"), oid("1.3.6.1.5.5.7.3.2"));
  const isAuthority = sequence(boolean(true)); // it signs itself
  const dnsName = implicit(2, Buffer.from("localhost"));
  return [
    extension("2.5.29.15", true, digitalSignatureAndCertSign),
    extension("2.5.29.37", false, serverAndClientAuth),
    extension("2.5.29.19", true, isAuthority),
    extension("2.5.29.17", false, sequence(dnsName)),
  ];
}

function toPem(der: Buffer): string {
  const lines = der.toString("base64").match(/.{1,64}/g) ?? [];
  return `-----BEGIN CERTIFICATE-----\n${lines.join("\n")}\n-----END CERTIFICATE-----\n`;
}

// The forms of ASN.1's DER that a certificate consists of. Function declarations: the constants above use them.

function tagged(tag: number, content: Buffer): Buffer {
  return Buffer.concat([Buffer.from([tag]), lengthOf(content), content]);
}

function lengthOf({ length }: Buffer): Buffer {
  if (length < 0x80) return Buffer.from([length]);
  return length <= 0xff ? Buffer.from([0x81, length]) : Buffer.from([0x82, length >> 8, length & 0xff]);
}

function sequence(...parts: Buffer[]): Buffer {
  return tagged(0x30, Buffer.concat(parts));
}

function setOf(...parts: Buffer[]): Buffer {
  return tagged(0x31, Buffer.concat(parts));
}

function boolean(value: boolean): Buffer {
  return tagged(0x01, Buffer.from([value ? 0xff : 0]));
}

function octets(content: Buffer): Buffer {
  return tagged(0x04, content);
}

function text(value: string): Buffer {
  return tagged(0x0c, Buffer.from(value, "utf8"));
}

/** Encodes an integer from its bytes, which are unsigned. */
function integer(bytes: Buffer): Buffer {
  return tagged(0x02, bytes[0]! & 0x80 ? Buffer.concat([Buffer.from([0]), bytes]) : bytes);
}

function bits(content: Buffer, unused = 0): Buffer {
  return tagged(0x03, Buffer.concat([Buffer.from([unused]), content]));
}

/** Encodes a context-specific field that wraps its content. */
function explicit(number: number, content: Buffer): Buffer {
  return tagged(0xa0 | number, content);
}

/** Encodes a context-specific field that replaces the tag of its content. */
function implicit(number: number, content: Buffer): Buffer {
  return tagged(0x80 | number, content);
}

/** Encodes an object identifier given as `1.2.840.10045.4.3.2`. */
function oid(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split(".").map(Number);
  const bytes = [first * 40 + second];
  for (const arc of rest) {
    const digits = [arc & 0x7f];
    for (let left = arc >> 7; left > 0; left >>= 7) digits.unshift((left & 0x7f) | 0x80);
    bytes.push(...digits);
  }
  return tagged(0x06, Buffer.from(bytes));
}

/** Encodes a time to the second. Certificates require another form for years from 2050 on. */
function time(moment: Date): Buffer {
  const digits = `${moment.toISOString().replace(/[-:T]|\.\d+Z/g, "")}Z`;
  return moment.getUTCFullYear() < 2050
    ? tagged(0x17, Buffer.from(digits.slice(2)))
    : tagged(0x18, Buffer.from(digits));
}
