/**
 * Copies a runner's token from the user's secret store to a Kubernetes Secret, as an ephemeral value in a write-only
 * attribute. No state, plan or JSON contains it. Needs Terraform 1.11 or newer.
 */
import { SecretV1 } from "@cdktf/provider-kubernetes/lib/secret-v1";
import {
  TerraformVariable,
  Token,
  type ITerraformDependable,
  type TerraformResourceLifecycle,
  type TerraformStack,
} from "cdktf";
import { managerNamespace, type Config, type Runner } from "../../config/config";
import { variableName } from "../../config/resolve/token-variable";
import { account } from "../account";

interface RunnerToken {
  readonly secretName: string;
  /** Undefined if the user provides the Secret. */
  readonly secret?: SecretV1;
}

export function runnerToken(
  stack: TerraformStack,
  config: Config,
  runner: Runner,
  dependsOn: ITerraformDependable[] | undefined,
): RunnerToken {
  const [source = "", ...rest] = runner.token.split(":");
  const name = rest.join(":");
  switch (source) {
    case "kubernetes":
      return { secretName: name };
    case "ssm":
      return secret(stack, runner, parameter(stack, config, runner, name), dependsOn);
    case "secretsmanager":
      return secret(stack, runner, secretValue(stack, runner, name), dependsOn);
    default:
      return secret(stack, runner, variable(stack, name), dependsOn, notEmpty(variableName(name)));
  }
}

/** The chart mounts both keys and starts only if both exist. The unused key is empty. */
function secret(
  stack: TerraformStack,
  runner: Runner,
  token: string,
  dependsOn: ITerraformDependable[] | undefined,
  lifecycle?: TerraformResourceLifecycle,
): RunnerToken {
  const secretName = `${runner.name}-token`;
  const registration = runner.tokenType === "registration";
  return {
    secretName,
    secret: new SecretV1(stack, `token_${runner.name}`, {
      metadata: { name: secretName, namespace: managerNamespace },
      type: "Opaque",
      dataWo: {
        "runner-token": registration ? "" : token,
        "runner-registration-token": registration ? token : "",
      },
      dataWoRevision: runner.tokenRevision,
      dependsOn,
      lifecycle,
    }),
  };
}

/** Without this check, Helm would install the chart without a token and fail after the release's timeout. */
function notEmpty(name: string): TerraformResourceLifecycle {
  return {
    precondition: [
      {
        condition: Token.asAny(`\${var.${name} != ""}`),
        errorMessage: `The runner token is empty: export it as TF_VAR_${name}.`,
      },
    ],
  };
}

/** Two runners may share one token and so one variable. */
function variable(stack: TerraformStack, environmentName: string): string {
  const name = variableName(environmentName);
  const existing = stack.node.tryFindChild(`variable_${name}`);
  if (existing instanceof TerraformVariable) return existing.stringValue;
  const declared = new TerraformVariable(stack, `variable_${name}`, {
    type: "string",
    description: `Runner token, from the environment variable TF_VAR_${name}`,
    sensitive: true,
    // Without a default, Terraform would require the variable even for a destroy.
    default: "",
  });
  declared.overrideLogicalId(name);
  declared.addOverride("ephemeral", true);
  return declared.stringValue;
}

function parameter(stack: TerraformStack, config: Config, runner: Runner, path: string): string {
  const { partition, id } = account(stack);
  return ephemeral(stack, "aws_ssm_parameter", runner, "value", {
    arn: `arn:${partition}:ssm:${config.region}:${id}:parameter${path}`,
    with_decryption: true,
  });
}

function secretValue(stack: TerraformStack, runner: Runner, secretId: string): string {
  return ephemeral(stack, "aws_secretsmanager_secret_version", runner, "secret_string", {
    secret_id: secretId,
  });
}

/** cdktf has no class for ephemeral resources. */
function ephemeral(
  stack: TerraformStack,
  type: "aws_ssm_parameter" | "aws_secretsmanager_secret_version",
  runner: Runner,
  attribute: string,
  content: Readonly<Record<string, string | boolean>>,
): string {
  const id = `token_${runner.name}`;
  stack.addOverride(`ephemeral.${type}.${id}`, content);
  return `\${ephemeral.${type}.${id}.${attribute}}`;
}
