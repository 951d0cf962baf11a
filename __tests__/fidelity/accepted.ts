/**
 * Accepted differences between the emulated and the recorded states, each with its reason. A row that matches nothing fails
 * the test.
 */
import type { Accepted } from "./compare";

const row = (address: RegExp, attribute: RegExp, reason: string): Accepted => ({
  address,
  attribute,
  reason,
});

export const accepted: readonly Accepted[] = [
  // Values that AWS or the API server generates for each deployment.
  row(/aws_(eip|nat_gateway)\./, /^(public_dns|public_ip|private_ip)$/, "an address is drawn for each life"),
  row(/aws_route\./, /^id$/, "the provider makes it of the route table's id"),
  row(/aws_iam_/, /^(unique_id|policy_id)$/, "IAM draws it"),
  row(/kubernetes_/, /^metadata\.0\.resource_version$/, "counts the writes of a whole API server"),
  row(/helm_release\./, /^metadata\.0\.(first|last)_deployed$/, "the time of the life, in seconds"),
  row(/openid_connect_provider/, /^thumbprint_list\.0$/, "of the certificate of each emulator"),
  // Differences between the two emulated accounts.
  row(/aws_eks_addon\./, /^addon_version$/, "each emulated account offers versions of its own"),
  row(/aws_eks_cluster\.this/, /^platform_version$/, "EKS chooses it"),
  row(
    /aws_eks_cluster\.this/,
    /^kubernetes_network_config\.0\.elastic_load_balancing\.0\.enabled$/,
    "EKS tells it since Auto Mode; the record's account does not",
  ),
  row(
    /aws_eks_node_group\.this/,
    /^(release_version|disk_size)$/,
    "EKS chooses the image, and tells no disk size with a launch template",
  ),
  row(/aws_eks_node_group\.this/, /^resources\.0\./, "names that EKS gives to what it makes"),
  {
    address: /aws_default_network_acl\.this/,
    attribute: /^subnet_ids\./,
    reason: "the subnets that are there at the moment of its creation; the module ignores changes",
    sometimes: true,
  },
  row(
    /openid_connect_provider/,
    /^url$/,
    "an issuer on loopback has a port, and the provider keeps the scheme of such an address",
  ),
  // Resources and values that the emulator leaves out.
  row(
    /module\.karpenter\[0\]\.aws_sqs_queue_policy\.this\[0\]$/,
    /^$/,
    "the provider waits 25 s after it is set and after it is removed; nothing here sends messages",
  ),
  row(
    /kubectl_manifest\./,
    /^(yaml_incluster|live_manifest_incluster)$/,
    "a fingerprint of what the API server answers",
  ),
  row(
    /helm_release\.release_/,
    /^metadata\.0\.(notes|app_version)$/,
    "no chart is rendered; the recorded chart was 0.86.0 under the name of 0.90.0",
  ),
  // Plans of glrunner that have changed since the recording.
  row(/^terraform_data\.region$/, /^(input|output)\.(account|cluster)$/, "the state also holds whose it is"),
  row(
    /module\.kms\.aws_kms_key\.this/,
    /^policy:/,
    "the account's IAM decides, not the identity that applied",
  ),
  row(/helm_release\./, /(^|\.)(app_)?version$/, "the version set has moved on"),
  row(
    /helm_release\.release_/,
    /^(metadata\.0\.)?values(:|\.|$)/,
    "what the runners are told, which the goldens pin",
  ),
  row(/job_cleaner_script/, /^data\.cleaner\.cjs$/, "a program of glrunner's own, which changes"),
  {
    address: /^kubectl_manifest\.node_/,
    attribute: /^yaml_body(_parsed)?$/,
    reason: "manifests of glrunner's own, which the goldens pin",
    sometimes: true,
  },
  row(/^helm_release\.karpenter_crd$/, /^$/, "a release that the record's commit did not have"),
  {
    address: /^kubectl_manifest\.node_pool_spot-first$/,
    attribute: /^$/,
    reason: "a default node pool that the record's commit did not have",
    sometimes: true,
  },
];
