/**
 * Resources that hold data or an identity, and what is lost when Terraform deletes or replaces them. `deploy --yes`
 * never approves such a loss without `--allow-loss`.
 *
 * Sources, read 2026-11-24: types from the schemas of aws 5.100.0 and kubernetes 2.38.0; losses from the delete
 * operation in each service's API reference (docs.aws.amazon.com) and from kubernetes.io/docs/concepts.
 */
const namespace = "everything in the namespace: running jobs, secrets, service accounts";
const secret = "the secret's content, for every pod that reads it";
const claim = "the volume and its data, unless its reclaim policy is Retain";
const serviceAccount = "the identity of the pods that run with it";
const configMap =
  "the configuration of its readers; for aws-auth, access to the cluster for everyone whom it maps";
const role =
  "the role with its trust and policies; a new role of the same name does not replace it in trust policies";
const accessEntry = "access to the cluster for these people or nodes";

/** What is lost, by Terraform resource type. */
export const dataLossByType: ReadonlyMap<string, string> = new Map([
  [
    "aws_eks_cluster",
    "the cluster with everything that runs in it, its certificate, its OIDC issuer and its endpoint",
  ],
  ["aws_eks_fargate_profile", "every pod that it selects: running jobs, runner managers, Karpenter, DNS"],
  ["aws_eks_node_group", "its nodes, with every pod and job on them"],
  ["aws_eks_access_entry", accessEntry],
  ["aws_eks_access_policy_association", accessEntry],
  ["aws_eks_identity_provider_config", accessEntry],
  ["aws_vpc", "the network of every resource in it"],
  ["aws_subnet", "its addresses and network interfaces, and the Fargate profiles and nodes in it"],
  ["aws_eip", "the public IP address, permanently, also in firewall rules that allow it"],
  ["aws_nat_gateway", "every open connection to the internet, and its public address if that is deleted too"],
  [
    "aws_iam_openid_connect_provider",
    "the IAM roles of pods: no pod can assume one until its trust policy names the new provider",
  ],
  ["aws_iam_role", role],
  ["aws_iam_user", "the user with its access keys"],
  ["aws_iam_access_key", "the key, for anyone who signs with it"],
  ["aws_iam_instance_profile", "the identity of the nodes that start with it"],
  ["aws_kms_key", "everything encrypted with it, permanently, once its waiting period has passed"],
  ["aws_kms_alias", "access to the key for everything that uses this alias"],
  ["aws_cloudwatch_log_group", "every log line in it"],
  ["aws_sqs_queue", "the messages in it"],
  ["aws_s3_bucket", "every object in it, including state files, and its name"],
  ["aws_s3_object", "this object's content"],
  ["aws_dynamodb_table", "every item in it, including state locks and digests"],
  ["aws_secretsmanager_secret", "the secret with all its versions, once its recovery window has passed"],
  ["aws_secretsmanager_secret_version", "this version of the secret"],
  ["aws_ssm_parameter", "the parameter with its history"],
  ["aws_ecr_repository", "every image in it"],
  ["aws_ebs_volume", "the data on it"],
  ["aws_efs_file_system", "every file in it"],
  ["aws_db_instance", "the database"],
  ["aws_rds_cluster", "the databases"],
  ["kubernetes_namespace", namespace],
  ["kubernetes_namespace_v1", namespace],
  ["kubernetes_secret", secret],
  ["kubernetes_secret_v1", secret],
  ["kubernetes_config_map", configMap],
  ["kubernetes_config_map_v1", configMap],
  ["kubernetes_config_map_v1_data", configMap],
  ["kubernetes_persistent_volume_claim", claim],
  ["kubernetes_persistent_volume_claim_v1", claim],
  ["kubernetes_persistent_volume", claim],
  ["kubernetes_persistent_volume_v1", claim],
  ["kubernetes_service_account", serviceAccount],
  ["kubernetes_service_account_v1", serviceAccount],
  ["tls_private_key", "the key, permanently"],
  ["random_password", "the password, permanently"],
]);

const nodes = "the nodes that Karpenter launched for it, with every job on them";

/** What is lost, by the `kind` of a manifest that Terraform applies. */
export const dataLossByManifestKind: ReadonlyMap<string, string> = new Map([
  ["Namespace", namespace],
  ["Secret", secret],
  ["ConfigMap", configMap],
  ["PersistentVolumeClaim", claim],
  ["PersistentVolume", claim],
  ["ServiceAccount", serviceAccount],
  ["CustomResourceDefinition", "every object of this kind"],
  ["NodePool", nodes],
  ["Provisioner", nodes],
  ["EC2NodeClass", nodes],
  ["AWSNodeTemplate", nodes],
]);
