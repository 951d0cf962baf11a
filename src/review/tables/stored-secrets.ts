/**
 * Sensitive attributes whose content Terraform hides on the terminal but stores in state and plan files, and the
 * attribute to set instead. Source: developer.hashicorp.com/terraform/language/manage-sensitive-data/write-only, and the
 * schemas of aws 5.100.0, kubernetes 2.38.0 and helm 2.17.0; read 2026-11-24.
 */
interface StoredSecret {
  readonly attribute: string;
  /** The attribute that is set together with the write-only one. The plain one is then unknown in a plan, but empty. */
  readonly revision?: string;
  /** What to use instead: a write-only attribute, or another way. */
  readonly instead: string;
}

const kubernetesSecret: readonly StoredSecret[] = [
  { attribute: "data", revision: "data_wo_revision", instead: "data_wo" },
  { attribute: "binary_data", revision: "binary_data_wo_revision", instead: "binary_data_wo" },
];

/** By Terraform resource type. */
export const storedSecrets: ReadonlyMap<string, readonly StoredSecret[]> = new Map([
  ["kubernetes_secret", kubernetesSecret],
  ["kubernetes_secret_v1", kubernetesSecret],
  [
    "aws_secretsmanager_secret_version",
    [
      { attribute: "secret_string", revision: "secret_string_wo_version", instead: "secret_string_wo" },
      { attribute: "secret_binary", instead: "secret_string_wo" },
    ],
  ],
  ["aws_db_instance", [{ attribute: "password", revision: "password_wo_version", instead: "password_wo" }]],
  [
    "aws_rds_cluster",
    [
      {
        attribute: "master_password",
        revision: "master_password_wo_version",
        instead: "master_password_wo",
      },
    ],
  ],
  [
    "helm_release",
    [
      { attribute: "set_sensitive", instead: "a Kubernetes secret that the chart reads" },
      { attribute: "repository_password", instead: "anonymous pulls, or the credentials of a Helm login" },
    ],
  ],
]);
