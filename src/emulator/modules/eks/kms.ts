/** The key that encrypts the cluster's secrets, with its alias; the eks module takes it from a module of its own. */
import { providerPins } from "../../../../modules/pins";
import { accountData, accountId, first, partition, policy, when } from "../expressions";
import { innerModule } from "../stand-in";

const key = (attribute: string) => first(`aws_kms_key.this[0].${attribute}`);

export const kmsModule = innerModule(
  {
    create: { type: "bool", default: true },
    description: { type: "string", default: null },
    deletion_window_in_days: { type: "number", default: null },
    enable_key_rotation: { type: "bool", default: true },
    key_users: { type: "list(string)", default: [] },
    aliases: { type: "list(string)", default: [] },
    computed_aliases: { type: "any", default: {} },
    tags: { type: "map(string)", default: {} },
  },
  {
    providers: { aws: providerPins.aws.source },
    data: accountData,
    resource: {
      aws_kms_key: {
        this: {
          count: when("var.create"),
          description: "${var.description}",
          key_usage: "ENCRYPT_DECRYPT",
          deletion_window_in_days: "${var.deletion_window_in_days}",
          enable_key_rotation: "${var.enable_key_rotation}",
          policy: policy(
            {
              Sid: "KeyAdministration",
              Effect: "Allow",
              Action: "kms:*",
              Resource: "*",
              Principal: { AWS: `arn:${partition}:iam::${accountId}:root` },
            },
            {
              Sid: "KeyUsage",
              Effect: "Allow",
              Action: [
                "kms:Encrypt",
                "kms:Decrypt",
                "kms:ReEncrypt*",
                "kms:GenerateDataKey*",
                "kms:DescribeKey",
              ],
              Resource: "*",
              Principal: { AWS: "${var.key_users[0]}" },
            },
          ),
          tags: "${var.tags}",
        },
      },
      aws_kms_alias: {
        this: {
          for_each:
            "${{ for k, v in merge({ for each in var.aliases : each => { name = each } }, var.computed_aliases) : k => v if var.create }}",
          name: "alias/${each.value.name}",
          target_key_id: "${aws_kms_key.this[0].key_id}",
        },
      },
    },
    outputs: { key_arn: key("arn"), key_id: key("key_id"), key_policy: key("policy") },
  },
);
