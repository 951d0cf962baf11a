/**
 * Sends the logs of Fargate pods to CloudWatch through the log router that EKS runs next to every pod. Terraform
 * creates the log group with a retention, so a destroy removes it. Pods may write to it but not create another.
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

/** Names that EKS looks for. Source: EKS user guide, Fargate logging (2026-11). */
const namespaceName = "aws-observability";
const configMapName = "aws-logging";

/**
 * What Fluent Bit's `cloudwatch_logs` calls when the group already exists. AWS's own list also has `CreateLogGroup` and
 * `PutRetentionPolicy`, which it calls only with `auto_create_group` and `log_retention_days`.
 * Source: fluent/fluent-bit, plugins/out_cloudwatch_logs (`create_log_stream`, `set_log_group_retention`);
 * aws-samples/amazon-eks-fluent-logging-examples, examples/fargate/cloudwatchlogs/permissions.json; read 2026-11-28.
 */
const written = ["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"];

export interface FargateLogging {
  readonly group: CloudwatchLogGroup;
  /** Wait for these before pods start: a pod that started earlier is never logged. */
  readonly ready: ITerraformDependable[];
}

/** @param dependsOn what lets Terraform into the cluster, and must stay until its objects are gone */
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
          Action: written,
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

/** Configuration of the log router. EKS validates it and refuses all of it when one line breaks its rules. */
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

/** Parses the container runtime's lines and adds pod, namespace and labels. Source: as above. */
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
