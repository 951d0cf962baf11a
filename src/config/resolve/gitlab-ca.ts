/** Where managers and jobs find the CA of GitLab. */
import type { ParsedConfig } from "../schema";

export interface GitlabCa {
  /** Name of the Secret in the namespaces of the managers and of the jobs. */
  readonly secret: string;
  readonly key: string;
  /** Text of the certificates, for which glrunner creates the Secret; undefined where the user has one. */
  readonly pem?: string;
}

/** The text of a file, or why there is none. */
export type FileText =
  { readonly ok: true; readonly text: string } | { readonly ok: false; readonly reason: string };

/** Reads a file that the configuration names, from the folder of the configuration. */
export type ReadText = (path: string) => FileText;

/** Directory of the CA in every container of a job, and its file there. Source: gitlab-org/gitlab-runner docs/configuration/tls-self-signed.md. */
export const jobCertificates = { folder: "/etc/gitlab-runner/certs", file: "ca.crt" } as const;

const ownSecret = "gitlab-ca";

/** Rules have refused what cannot be read. */
export function resolveGitlabCa(
  { file, secret, key }: ParsedConfig["gitlabCa"],
  readText: ReadText,
): GitlabCa | undefined {
  if (secret !== undefined) return { secret, key };
  if (file === undefined) return undefined;
  const read = readText(file);
  return read.ok ? { secret: ownSecret, key, pem: read.text } : undefined;
}
