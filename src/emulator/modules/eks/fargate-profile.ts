/** One Fargate profile with its pod execution role, as the submodule of the eks module creates it. */
import { providerPins } from "../../../../modules/pins";
import { computeRole, computeRoleOutputs, computeRoleVariables } from "../compute-role";
import { accountData, first, when } from "../expressions";
import { innerModule } from "../stand-in";

const role = computeRole({
  service: "eks-fargate-pods.amazonaws.com",
  name: 'coalesce(var.iam_role_name, var.name, "fargate-profile")',
  policies: ["AmazonEKSFargatePodExecutionRolePolicy"],
});
const profile = (attribute: string) => first(`aws_eks_fargate_profile.this[0].${attribute}`);

export const fargateProfileModule = innerModule(
  {
    ...computeRoleVariables,
    create: { type: "bool", default: true },
    tags: { type: "map(string)", default: {} },
    cluster_ip_family: { type: "string", default: null },
    cluster_name: { type: "string", default: null },
    name: { type: "string", default: "" },
    subnet_ids: { type: "list(string)", default: [] },
    selectors: { type: "any", default: [] },
    timeouts: { type: "map(string)", default: {} },
  },
  {
    providers: { aws: providerPins.aws.source },
    locals: role.locals,
    data: accountData,
    resource: {
      aws_iam_role: { this: role.aws_iam_role },
      aws_iam_role_policy_attachment: role.aws_iam_role_policy_attachment,
      aws_eks_fargate_profile: {
        this: {
          count: when("var.create"),
          cluster_name: "${var.cluster_name}",
          fargate_profile_name: "${var.name}",
          pod_execution_role_arn: "${var.create_iam_role ? aws_iam_role.this[0].arn : var.iam_role_arn}",
          subnet_ids: "${var.subnet_ids}",
          dynamic: {
            selector: {
              for_each: "${var.selectors}",
              content: {
                namespace: "${selector.value.namespace}",
                labels: '${lookup(selector.value, "labels", {})}',
              },
            },
          },
          timeouts: {
            create: '${lookup(var.timeouts, "create", null)}',
            delete: '${lookup(var.timeouts, "delete", null)}',
          },
          tags: "${var.tags}",
        },
      },
    },
    outputs: {
      ...computeRoleOutputs,
      fargate_profile_arn: profile("arn"),
      fargate_profile_id: profile("id"),
      fargate_profile_status: profile("status"),
      fargate_profile_pod_execution_role_arn: profile("pod_execution_role_arn"),
    },
  },
);
