/**
 * The key that encrypts the cluster's secrets, with its alias and its policy. The eks module calls the kms module, whose
 * policy statements these are: by default only the caller is an administrator; with `enable_default_policy` the account's
 * IAM decides.
 * Source: terraform-aws-modules/kms/aws 2.1.0, main.tf.
 */
import { providerPins } from "../../../../modules/pins";
import { accountData, accountId, first, partition, when } from "../expressions";
import { innerModule } from "../stand-in";

const key = (attribute: string) => first(`aws_kms_key.this[0].${attribute}`);

const administration = [
  ...["Create", "Describe", "Enable", "List", "Put", "Update", "Revoke", "Disable", "Get", "Delete"].map(
    (verb) => `kms:${verb}*`,
  ),
  "kms:TagResource",
  "kms:UntagResource",
  "kms:ScheduleKeyDeletion",
  "kms:CancelKeyDeletion",
  "kms:ReplicateKey",
  "kms:ImportKeyMaterial",
];
const usage = ["kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:DescribeKey"];

/** @param identifiers expression for a list of ARNs; if it is empty, the statement is left out */
function statement(sid: string, actions: readonly string[], identifiers: string) {
  return {
    for_each: `\${length(${identifiers}) > 0 ? [1] : []}`,
    content: {
      sid,
      actions,
      resources: ["*"],
      principals: { type: "AWS", identifiers: `\${${identifiers}}` },
    },
  };
}

const policyDocument = {
  count: when("var.create"),
  source_policy_documents: "${var.source_policy_documents}",
  override_policy_documents: "${var.override_policy_documents}",
  dynamic: {
    statement: [
      statement("Default", ["kms:*"], "local.default_principals"),
      statement("KeyOwner", ["kms:*"], "var.key_owners"),
      statement("KeyAdministration", administration, "var.key_administrators"),
      statement("KeyUsage", usage, "var.key_users"),
    ],
  },
};

const texts = { type: "list(string)", default: [] };

export const kmsModule = innerModule(
  {
    create: { type: "bool", default: true },
    description: { type: "string", default: null },
    deletion_window_in_days: { type: "number", default: null },
    enable_key_rotation: { type: "bool", default: true },
    enable_default_policy: { type: "bool", default: true },
    key_owners: texts,
    key_administrators: texts,
    key_users: texts,
    source_policy_documents: texts,
    override_policy_documents: texts,
    aliases: texts,
    computed_aliases: { type: "any", default: {} },
    tags: { type: "map(string)", default: {} },
  },
  {
    providers: { aws: providerPins.aws.source },
    locals: {
      default_principals: `\${var.enable_default_policy ? ["arn:${partition}:iam::${accountId}:root"] : []}`,
    },
    data: { ...accountData, aws_iam_policy_document: { this: policyDocument } },
    resource: {
      aws_kms_key: {
        this: {
          count: when("var.create"),
          description: "${var.description}",
          key_usage: "ENCRYPT_DECRYPT",
          deletion_window_in_days: "${var.deletion_window_in_days}",
          enable_key_rotation: "${var.enable_key_rotation}",
          policy: "${data.aws_iam_policy_document.this[0].json}",
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
