/** The CA of GitLab for managers and jobs. */
import type { ParsedConfig } from "../schema";

/** The Secret with the certificates of GitLab's CA. */
export interface GitlabCa {
  /** Name of the Secret in the namespaces of the managers and of the jobs. */
  readonly secret: string;
  readonly key: string;
  /** Text of the certificates for the Secret that glrunner creates; undefined if the user has a Secret. */
  readonly pem?: string;
}

/** The text of a file, or why glrunner cannot read it. */
export type FileText =
  { readonly ok: true; readonly text: string } | { readonly ok: false; readonly reason: string };

/** Reads a file that the configuration names, relative to the configuration file. */
export type ReadText = (path: string) => FileText;

/** Directory of the CA in every container of a job, and its file there. Source: gitlab-org/gitlab-runner docs/configuration/tls-self-signed.md. */
export const jobCertificates = { folder: "/etc/gitlab-runner/certs", file: "ca.crt" } as const;

const ownSecret = "gitlab-ca";

/** Undefined without a private CA. A rule has refused a file that cannot be read. */
export function resolveGitlabCa(
  { file, secret, key }: ParsedConfig["gitlabCa"],
  readText: ReadText,
): GitlabCa | undefined {
  if (secret !== undefined) return { secret, key };
  if (file === undefined) return undefined;
  const read = readText(file);
  return read.ok ? { secret: ownSecret, key, pem: read.text } : undefined;
}
