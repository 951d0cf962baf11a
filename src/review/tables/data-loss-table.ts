/**
 * What holds data or identity, and what is lost when it is deleted or replaced. `deploy --yes` alone never approves
 * that. Types as in the schemas of aws 5.100.0 and kubernetes 2.38.0, 2026-11-24; what is lost is what the delete
 * operation of each service says of itself (docs.aws.amazon.com, the API reference of the service) and what
 * kubernetes.io/docs/concepts says of each kind.
 */
const namespace = "everything in the namespace: running jobs, secrets, service accounts";
const secret = "the secret's content, for every pod that reads it";
const claim = "the volume and the data on it, where it is not retained";
const serviceAccount = "the identity of the pods that run with it";
const configMap = "what its readers are configured by; with aws-auth, everybody's way into the cluster";
const role =
  "the role with its trust and policies, for all that act by it; a new one of the same name is another one";
const accessEntry = "these people's or nodes' way into the cluster";

/** By type of resource. */
export const dataLossByType: ReadonlyMap<string, string> = new Map([
  [
    "aws_eks_cluster",
    "the cluster with all that runs in it, its certificate, its OIDC issuer and its endpoint",
  ],
  ["aws_eks_fargate_profile", "every pod that it catches: running jobs, managers, Karpenter, DNS"],
  ["aws_eks_node_group", "its nodes, with every pod and job on them"],
  ["aws_eks_access_entry", accessEntry],
  ["aws_eks_access_policy_association", accessEntry],
  ["aws_eks_identity_provider_config", accessEntry],
  ["aws_vpc", "the network of everything in it"],
  [
    "aws_subnet",
    "the addresses and network interfaces in it, and the profiles and nodes that are placed there",
  ],
  ["aws_eip", "the public address, for good: whoever allows it by number has to be told"],
  ["aws_nat_gateway", "every open connection to the internet, and its public address if that goes too"],
  ["aws_iam_openid_connect_provider", "every IAM role of a pod: none can be assumed until trust is renewed"],
  ["aws_iam_role", role],
  ["aws_iam_user", "the user with its access keys"],
  ["aws_iam_access_key", "the key, for whoever signs with it"],
  ["aws_iam_instance_profile", "the identity of the nodes that start with it"],
  ["aws_kms_key", "whatever is encrypted with it, for good, once its waiting period has passed"],
  ["aws_kms_alias", "the way to the key for all that names it by this alias"],
  ["aws_cloudwatch_log_group", "every log line in it"],
  ["aws_sqs_queue", "the messages in it"],
  ["aws_s3_bucket", "every object in it, state files too, and its name"],
  ["aws_s3_object", "this object's content"],
  ["aws_dynamodb_table", "every item in it, locks and digests of state too"],
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
  ["tls_private_key", "the key, for good"],
  ["random_password", "the password, for good"],
]);

const nodes = "the nodes that Karpenter launched by it, with every job on them";

/** By kind, of what is applied as a manifest. */
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
