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
  row(
    /aws_(eip|nat_gateway)\./,
    /^(public_dns|public_ip|private_ip)$/,
    "AWS assigns new addresses in each deployment",
  ),
  row(/aws_route\./, /^id$/, "the provider derives it from the ID of the route table"),
  row(/aws_iam_/, /^(unique_id|policy_id)$/, "IAM generates it"),
  row(/kubernetes_/, /^metadata\.0\.resource_version$/, "the API server increments it with each write"),
  row(/helm_release\./, /^metadata\.0\.(first|last)_deployed$/, "the time of the deployment, in seconds"),
  row(/openid_connect_provider/, /^thumbprint_list\.0$/, "each emulator has its own certificate"),
  // Differences between the two emulated accounts.
  row(/aws_eks_addon\./, /^addon_version$/, "the two emulated accounts offer different versions"),
  row(/aws_eks_cluster\.this/, /^platform_version$/, "EKS chooses it"),
  row(
    /aws_eks_cluster\.this/,
    /^kubernetes_network_config\.0\.elastic_load_balancing\.0\.enabled$/,
    "EKS returns it since Auto Mode; the account of the record does not",
  ),
  row(
    /aws_eks_node_group\.this/,
    /^(release_version|disk_size)$/,
    "EKS chooses the image, and returns no disk size if the group has a launch template",
  ),
  row(
    /aws_eks_node_group\.this/,
    /^resources\.0\./,
    "EKS generates the names of the resources that it creates",
  ),
  {
    address: /aws_default_network_acl\.this/,
    attribute: /^subnet_ids\./,
    reason: "it lists the subnets that exist at its creation, and the module ignores later changes",
    sometimes: true,
  },
  row(
    /openid_connect_provider/,
    /^url$/,
    "the emulated issuer is on loopback with a port, and the provider keeps the scheme of such an address",
  ),
  // Resources and values that the emulator leaves out.
  row(
    /module\.karpenter\[0\]\.aws_sqs_queue_policy\.this\[0\]$/,
    /^$/,
    "the provider waits 25 s after setting and after removing it, and the emulator sends no messages",
  ),
  row(
    /kubectl_manifest\./,
    /^(yaml_incluster|live_manifest_incluster)$/,
    "a fingerprint of the response of the API server",
  ),
  row(
    /helm_release\.release_/,
    /^metadata\.0\.(notes|app_version)$/,
    "the emulator renders no chart; the recorded chart was 0.86.0 with the version number 0.90.0",
  ),
  // Changes of glrunner since the recording.
  row(
    /^terraform_data\.region$/,
    /^(input|output)\.(account|cluster)$/,
    "the state now also contains its owner",
  ),
  row(
    /module\.kms\.aws_kms_key\.this/,
    /^policy:/,
    "the policy now delegates to the account's IAM, not to the identity that applied it",
  ),
  row(/helm_release\./, /(^|\.)(app_)?version$/, "the version set has newer versions"),
  row(
    /helm_release\.release_/,
    /^(metadata\.0\.)?values(:|\.|$)/,
    "the configuration of the runners, which the goldens pin",
  ),
  row(/job_cleaner_script/, /^data\.cleaner\.cjs$/, "a program of glrunner, which changes between releases"),
  {
    address: /^kubectl_manifest\.node_/,
    attribute: /^yaml_body(_parsed)?$/,
    reason: "manifests of glrunner, which the goldens pin",
    sometimes: true,
  },
  row(/^helm_release\.karpenter_crd$/, /^$/, "glrunner installed no such release at the time of the record"),
  {
    address: /^kubectl_manifest\.node_pool_spot-first$/,
    attribute: /^$/,
    reason: "glrunner had no such default node pool at the time of the record",
    sometimes: true,
  },
];
