/**
 * Creates a self-signed certificate for loopback: Terraform uses TLS to talk to a provider from a mirror, and reads the
 * certificates of an OIDC issuer. P-256, valid for ten years, for `localhost` and 127.0.0.1.
 * Source: RFC 5280 and X.690; only the few elements that such a certificate needs are written.
 */
import { createHash, generateKeyPairSync, randomBytes, sign } from "node:crypto";

/** The certificate of one emulator, which is also its own certificate authority. */
export interface Certificate {
  /** PEM. */
  readonly certificate: string;
  /** PEM, PKCS 8. */
  readonly key: string;
}

const tags = {
  boolean: 1,
  integer: 2,
  bits: 3,
  octets: 4,
  oid: 6,
  utf8: 12,
  time: 24,
  sequence: 48,
  set: 49,
};
const context = (number: number, constructed = true) => (constructed ? 0xa0 : 0x80) + number;

const oids = {
  ecdsaWithSha256: [1, 2, 840, 10045, 4, 3, 2],
  commonName: [2, 5, 4, 3],
  subjectAltName: [2, 5, 29, 17],
  basicConstraints: [2, 5, 29, 19],
  keyUsage: [2, 5, 29, 15],
  subjectKeyIdentifier: [2, 5, 29, 14],
} as const;

export function createCertificate(now = new Date()): Certificate {
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const publicInfo = publicKey.export({ type: "spki", format: "der" });
  const algorithm = sequence(oid(oids.ecdsaWithSha256));
  const name = sequence(
    der(tags.set, sequence(oid(oids.commonName), der(tags.utf8, Buffer.from("localhost")))),
  );
  const validity = sequence(time(now.getUTCFullYear() - 1), time(now.getUTCFullYear() + 10));
  const content = sequence(
    der(context(0), integer(Buffer.from([2]))),
    integer(Buffer.concat([Buffer.from([1]), randomBytes(15)])),
    algorithm,
    name,
    validity,
    name,
    publicInfo,
    der(context(3), sequence(...extensions(publicInfo))),
  );
  const signature = sign("sha256", content, privateKey);
  const certificate = sequence(content, algorithm, bits(signature));
  return {
    certificate: pem("CERTIFICATE", certificate),
    key: privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
  };
}

function extensions(publicInfo: Buffer): Buffer[] {
  const names = sequence(
    der(context(2, false), Buffer.from("localhost")),
    der(context(7, false), Buffer.from([127, 0, 0, 1])),
  );
  const identifier = der(tags.octets, createHash("sha1").update(publicInfo).digest());
  // digitalSignature and keyCertSign: the certificate signs itself.
  const usage = der(tags.bits, Buffer.from([2, 0b10000100]));
  return [
    extension(oids.subjectAltName, names),
    extension(oids.basicConstraints, sequence(der(tags.boolean, Buffer.from([255]))), true),
    extension(oids.keyUsage, usage, true),
    extension(oids.subjectKeyIdentifier, identifier),
  ];
}

function extension(id: readonly number[], value: Buffer, critical = false): Buffer {
  const mark = critical ? [der(tags.boolean, Buffer.from([255]))] : [];
  return sequence(oid(id), ...mark, der(tags.octets, value));
}

function der(tag: number, content: Buffer): Buffer {
  return Buffer.concat([Buffer.from([tag]), lengthOf(content), content]);
}

function lengthOf({ length }: Buffer): Buffer {
  if (length < 128) return Buffer.from([length]);
  if (length < 256) return Buffer.from([129, length]);
  return Buffer.from([130, length >> 8, length & 255]);
}

const sequence = (...parts: Buffer[]) => der(tags.sequence, Buffer.concat(parts));
const integer = (value: Buffer) => der(tags.integer, value);
const bits = (value: Buffer) => der(tags.bits, Buffer.concat([Buffer.from([0]), value]));
const time = (year: number) => der(tags.time, Buffer.from(`${year}0101000000Z`));

function oid([first = 0, second = 0, ...rest]: readonly number[]): Buffer {
  return der(tags.oid, Buffer.from([first * 40 + second, ...rest.flatMap(base128)]));
}

function base128(value: number): number[] {
  const digits = [value % 128];
  for (let left = Math.floor(value / 128); left > 0; left = Math.floor(left / 128)) {
    digits.unshift((left % 128) + 128);
  }
  return digits;
}

function pem(label: string, content: Buffer): string {
  const lines = content.toString("base64").match(/.{1,64}/g) ?? [];
  return `-----BEGIN ${label}-----\n${lines.join("\n")}\n-----END ${label}-----\n`;
}
