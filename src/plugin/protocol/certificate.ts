import { generateKeyPairSync, randomBytes, sign } from "node:crypto";
import { bits, boolean, explicit, implicit, integer, octets, oid, sequence, setOf, text, time } from "./der";

export interface SelfSigned {
  /** The private key, PEM. */
  readonly key: string;
  readonly der: Buffer;
  /** The certificate, PEM. */
  readonly pem: string;
}

const ECDSA_SHA256 = sequence(oid("1.2.840.10045.4.3.2"));
const COMMON_NAME = oid("2.5.4.3");
const MINUTE = 60_000;
// The process lives as long as one command of the engine.
const LIFETIME = 30 * 24 * 60 * MINUTE;

/**
 * A fresh P-256 key and a certificate for `localhost` that it signs itself: the engine is told it over the pipe it
 * started us with, and trusts nothing else on this connection.
 */
export function selfSignedCertificate(): SelfSigned {
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const name = sequence(setOf(sequence(COMMON_NAME, text("localhost"))));
  const now = Date.now();
  const content = sequence(
    explicit(0, integer(Buffer.from([2]))), // version 3
    integer(Buffer.concat([Buffer.from([1]), randomBytes(15)])),
    ECDSA_SHA256,
    name,
    sequence(time(new Date(now - MINUTE)), time(new Date(now + LIFETIME))),
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
  const isAuthority = sequence(boolean(true)); // it vouches for itself
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
