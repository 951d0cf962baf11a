/**
 * Sends the logs of Fargate pods to CloudWatch through the log router that EKS runs next to every pod. Terraform creates the
 * log group with a retention, so a destroy removes it. Pods may write to this group but not create another one.
 */
import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { IamPolicy } from "@cdktf/provider-aws/lib/iam-policy";
import { IamRolePolicyAttachment } from "@cdktf/provider-aws/lib/iam-role-policy-attachment";
import { ConfigMapV1 } from "@cdktf/provider-kubernetes/lib/config-map-v1";
import { NamespaceV1 } from "@cdktf/provider-kubernetes/lib/namespace-v1";
import type { ITerraformDependable, TerraformStack } from "cdktf";
import { fargateLogGroup, iamNames } from "../../config/resource-names";
import type { Config } from "../../config/config";
import type { EksOutputs } from "../stage-outputs";
import { resourceTags } from "../tags";

/** EKS requires these names. Source: EKS user guide, Fargate logging (2026-11). */
const namespaceName = "aws-observability";
const configMapName = "aws-logging";

/**
 * The actions of Fluent Bit's `cloudwatch_logs` when the group already exists. AWS's example also allows `CreateLogGroup` and
 * `PutRetentionPolicy`, which Fluent Bit calls only with `auto_create_group` and `log_retention_days`.
 * Source: fluent/fluent-bit, plugins/out_cloudwatch_logs (`create_log_stream`, `set_log_group_retention`);
 * aws-samples/amazon-eks-fluent-logging-examples, examples/fargate/cloudwatchlogs/permissions.json; read 2026-11-28.
 */
const writeActions = ["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"];

export interface FargateLogging {
  readonly group: CloudwatchLogGroup;
  /** Pods must start after these: a pod that started earlier is never logged. */
  readonly ready: ITerraformDependable[];
}

/** @param dependsOn gives Terraform access to the cluster, so it must exist as long as the objects here */
export function fargateLogging(
  stack: TerraformStack,
  config: Config,
  eks: EksOutputs,
  dependsOn?: ITerraformDependable[],
): FargateLogging {
  const group = new CloudwatchLogGroup(stack, "fargate_logs", {
    name: fargateLogGroup(config.name),
    retentionInDays: config.addons.logging.retentionDays,
    tags: resourceTags(config),
  });
  const policy = new IamPolicy(stack, "fargate_logs_policy", {
    name: iamNames(config.name).fargateLogsPolicy,
    description: "Lets the Fargate log router write to the cluster's log group",
    policy: JSON.stringify({
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Action: writeActions,
          Resource: [group.arn, `${group.arn}:*`],
        },
      ],
    }),
    tags: resourceTags(config),
  });
  policy.overrideLogicalId("fargate_logs");
  const permissions = Object.entries(eks.fargate_pod_execution_role_names).map(
    ([profile, role]) =>
      new IamRolePolicyAttachment(stack, `fargate_logs_of_${profile}`, { role, policyArn: policy.arn }),
  );
  const namespace = new NamespaceV1(stack, "aws_observability", {
    metadata: { name: namespaceName, labels: { [namespaceName]: "enabled" } },
    dependsOn,
  });
  const configMap = new ConfigMapV1(stack, "aws_logging", {
    metadata: { name: configMapName, namespace: namespace.metadata.name },
    data: logRouter(config.region, group.name),
  });
  return { group, ready: [configMap, ...permissions] };
}

/** Configuration of the log router. EKS validates it, and rejects the whole if one line is invalid. */
export function logRouter(region: string, logGroup: string): Record<string, string> {
  return {
    "output.conf": output(region, logGroup),
    "filters.conf": filters,
    "parsers.conf": parsers,
  };
}

const output = (region: string, logGroup: string) => `[OUTPUT]
    Name cloudwatch_logs
    Match *
    region ${region}
    log_group_name ${logGroup}
    log_stream_prefix fargate-
`;

/** Parses the lines of the container runtime, and adds pod, namespace and labels. Source: as above. */
const filters = `[FILTER]
    Name parser
    Match *
    Key_name log
    Parser crio
[FILTER]
    Name kubernetes
    Match kube.*
    Merge_Log On
    Keep_Log Off
    Buffer_Size 0
    Kube_Meta_Cache_TTL 300s
`;

const parsers = `[PARSER]
    Name crio
    Format Regex
    Regex ^(?<time>[^ ]+) (?<stream>stdout|stderr) (?<logtag>P|F) (?<log>.*)$
    Time_Key time
    Time_Format %Y-%m-%dT%H:%M:%S.%L%z
`;
