/** The CA of GitLab: that its file can be read, and holds certificates and nothing secret. */
import { X509Certificate } from "node:crypto";
import { problem, type Problem, type ProblemCode } from "../input/problems";
import { needs, type Rule } from "./rule";

const path = ["gitlabCa", "file"];
const allowed = "a file of PEM certificates, without a private key";

const found = (code: ProblemCode, value: string, message: string, fix: string): Problem =>
  problem({ code, path, value, message, allowed, fix });

const certificates = /-----BEGIN CERTIFICATE-----[\s\S]*?-----END CERTIFICATE-----/g;

/** Undefined for text that is no certificate. */
function expiryOf(pem: string): string | undefined {
  try {
    return new Date(new X509Certificate(pem).validTo).toISOString().slice(0, 10);
  } catch {
    return undefined;
  }
}

function textProblems(file: string, text: string, today: string): readonly Problem[] {
  if (/-----BEGIN [A-Z ]*PRIVATE KEY/.test(text)) {
    const fix = "write the certificates alone into a file of their own";
    return [found("gitlab-ca-private-key", file, "the file holds a private key", fix)];
  }
  const expiries = (text.match(certificates) ?? []).map(expiryOf);
  if (expiries.length === 0 || expiries.includes(undefined)) {
    const fix = "convert it with `openssl x509 -inform der -in FILE -out ca.crt`";
    return [found("gitlab-ca-form", file, "the file is not a list of PEM certificates", fix)];
  }
  const [first] = expiries.filter((day) => day !== undefined && day < today);
  if (first === undefined) return [];
  return [found("gitlab-ca-expired", file, `a certificate in the file expired on ${first}`, "replace it")];
}

export const gitlabCa: Rule = needs(["gitlabCa"], ({ gitlabCa: { file, secret } }, { readText, today }) => {
  if (file === undefined) return [];
  if (secret !== undefined) {
    return [found("gitlab-ca-twice", file, "file and secret exclude each other", "remove one of the two")];
  }
  const read = readText(file);
  return read.ok
    ? textProblems(file, read.text, today)
    : [found("gitlab-ca-unreadable", file, `the file cannot be read: ${read.reason}`, "correct the path")];
});
