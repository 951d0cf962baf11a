/** The CA of GitLab: glrunner can read its file, which holds certificates and no private key. */
import { X509Certificate } from "node:crypto";
import type { Finding, ProblemCode } from "../input/problems";
import { needs, type Findings, type Rule } from "./rule";

const path = ["gitlabCa", "file"];
const allowed = "a file of PEM certificates, without a private key";

const finding = (code: ProblemCode, value: string, message: string, fix: string): Finding => ({
  code,
  path,
  value,
  message,
  allowed,
  fix,
});

const certificates = /-----BEGIN CERTIFICATE-----[\s\S]*?-----END CERTIFICATE-----/g;

/** YYYY-MM-DD. Undefined for text that is not a certificate. */
function expiryOf(pem: string): string | undefined {
  try {
    return new Date(new X509Certificate(pem).validTo).toISOString().slice(0, 10);
  } catch {
    return undefined;
  }
}

function textProblems(file: string, text: string, today: string): Findings {
  if (/-----BEGIN [A-Z ]*PRIVATE KEY/.test(text)) {
    const fix = "copy the certificates alone to a file of their own";
    return finding("gitlab-ca-private-key", file, "the file holds a private key", fix);
  }
  const expiries = (text.match(certificates) ?? []).map(expiryOf);
  if (expiries.length === 0 || expiries.includes(undefined)) {
    const fix = "convert it with `openssl x509 -inform der -in FILE -out ca.crt`";
    return finding("gitlab-ca-form", file, "the file is not a list of PEM certificates", fix);
  }
  const expired = expiries.find((day) => day !== undefined && day < today);
  if (expired === undefined) return undefined;
  return finding("gitlab-ca-expired", file, `a certificate in the file expired on ${expired}`, "replace it");
}

export const gitlabCa: Rule = needs(["gitlabCa"], ({ gitlabCa: { file, secret } }, { readText, today }) => {
  if (file === undefined) return undefined;
  if (secret !== undefined) {
    return finding("gitlab-ca-twice", file, "file and secret exclude each other", "remove one of the two");
  }
  const read = readText(file);
  if (read.ok) return textProblems(file, read.text, today);
  return finding("gitlab-ca-unreadable", file, `the file cannot be read: ${read.reason}`, "correct the path");
});
