/**
 * Durations in a demo. The emulator answers at once, so the published figures for AWS do not apply. The long times are
 * waits of the AWS provider, measured with 5.100.0 on 2 cores (2026-11-30).
 */
import { steps, type Step } from "../../../run/journal/events";
import type { History } from "./history";

/** Seconds. */
const waits = {
  create: { aws_vpc: 10, aws_kms_key: 13, aws_sqs_queue: 25, aws_iam_instance_profile: 5 },
  delete: { aws_eks_cluster: 39, aws_nat_gateway: 10 },
} as const;

/** Types whose resources take a second at most. */
const quick =
  "aws_cloudwatch_event_rule aws_cloudwatch_event_target aws_cloudwatch_log_group aws_default_network_acl aws_default_route_table aws_default_security_group aws_ec2_tag aws_eip aws_eks_addon aws_eks_cluster aws_eks_fargate_profile aws_iam_instance_profile aws_iam_openid_connect_provider aws_iam_policy aws_iam_role aws_iam_role_policy_attachment aws_internet_gateway aws_kms_alias aws_kms_key aws_nat_gateway aws_route aws_route_table aws_route_table_association aws_sqs_queue aws_subnet aws_vpc helm_release kubectl_manifest kubernetes_config_map_v1 kubernetes_config_map_v1_data kubernetes_namespace_v1 kubernetes_secret_v1 kubernetes_service_account_v1 terraform_data time_sleep".split(
    " ",
  );

/** Seconds of the steps that change nothing. */
const stepSeconds: Readonly<Partial<Record<Step, number>>> = {
  init: 2,
  plan: 7,
  review: 0,
  health: 2,
  sweep: 1,
};

/** A history from which a view estimates the demo. */
export const demoHistory: History = {
  work: (["create", "delete"] as const).flatMap((action) => {
    const slow: Readonly<Record<string, number>> = waits[action];
    return quick.map((type) => ({ stack: "", address: `${type}.demo`, action, seconds: slow[type] ?? 1 }));
  }),
  steps: steps.flatMap((step) => {
    const seconds = stepSeconds[step];
    return seconds === undefined ? [] : [{ stack: "", step, seconds }];
  }),
};

/** Seconds for all stages on an otherwise idle machine. */
export const typicalSeconds = { deploy: 75, destroy: 85 } as const;
