/** Checks whether each runner token exists where the configuration says, and has the right kind. Never shows a value. */
import { DescribeSecretCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { GetParametersCommand, SSMClient } from "@aws-sdk/client-ssm";
import { managerNamespace, type Config, type Runner } from "../config";
import { prefixOf, tokensSource } from "../facts/gitlab/token-prefixes";
import { tokenIn } from "../config/resolve/token-variable";
import {
  callAws,
  clientSettings,
  isAwsCallFailure,
  orMissing,
  type AwsContext,
  type AwsCallFailure,
} from "../clients/aws/aws-client";
import { findingsOf, type Finding } from "./finding";
import type { Environment } from "../config/environment";

const finding = findingsOf("tokens");

interface TokensQuestion {
  readonly config: Config;
  readonly env: Environment;
  readonly aws: AwsContext | AwsCallFailure;
}

/** One finding for each runner. */
export async function tokens({ config, env, aws }: TokensQuestion): Promise<readonly Finding[]> {
  return Promise.all(config.runners.map((runner) => tokenFinding(runner, env, aws)));
}

async function tokenFinding(
  runner: Runner,
  env: Environment,
  aws: AwsContext | AwsCallFailure,
): Promise<Finding> {
  const { name, token } = runner;
  const place = token.slice(token.indexOf(":") + 1);
  const kind = token.slice(0, token.indexOf(":"));
  const who = `runner ${name}: ${token}`;
  if (kind === "env") return inEnvironment(runner, place, env);
  if (kind === "kubernetes") {
    const what = `${who} can only be checked once the cluster exists`;
    const fix = `before the runners stage: \`kubectl --namespace ${managerNamespace} get secret ${place}\``;
    return finding("unknown", name, what, { fix });
  }
  if (isAwsCallFailure(aws)) return finding("unknown", name, `${who}: ${aws.reason}`);
  return kind === "ssm" ? parameter(name, place, aws) : secret(name, place, aws);
}

function inEnvironment({ name, tokenType }: Runner, variable: string, env: Environment): Finding {
  const value = tokenIn(env, variable);
  const who = `runner ${name}: ${variable}`;
  if (value === undefined) {
    const what = `${who} is not set`;
    return finding("error", name, what, {
      fix: `set it to the token that GitLab showed: \`export ${variable}=TOKEN\``,
    });
  }
  if (value.trim() !== value) {
    return finding("error", name, `${who} has white space around the token`, {
      fix: `set it again without the white space: \`export ${variable}=TOKEN\``,
    });
  }
  const known = prefixOf(value);
  const source = tokensSource;
  if (known === undefined) {
    // A self-managed GitLab may have another prefix.
    const fix = "make sure that it is the whole token of a runner, without quotes";
    return finding("warning", name, `${who} is set, but its value does not begin like a GitLab token`, {
      fix,
      source,
    });
  }
  return known.kind === tokenType
    ? finding("ok", name, `${who} is set, to ${known.name}`)
    : finding("error", name, `${who} is ${known.name}, but tokenType is ${tokenType}`, {
        fix: `set it to ${tokenType === "authentication" ? "the glrt- token of a runner that was created in GitLab" : "a registration token, or set tokenType: authentication"}`,
        source,
      });
}

const createRunner =
  "run `glrunner runners create`, which creates the runner in GitLab and stores its token; or store a token yourself";

/** Reads without decryption, so that this process never gets a token. */
async function parameter(name: string, path: string, aws: AwsContext): Promise<Finding> {
  const client = new SSMClient(clientSettings(aws));
  const answer = await callAws(aws, "ssm:GetParameters", async (options) => {
    const input = { Names: [path], WithDecryption: false };
    const { Parameters = [] } = await client.send(new GetParametersCommand(input), options);
    // The answer contains the value of an unencrypted parameter: keep the type only.
    return Parameters.map(({ Type }) => ({ type: Type }));
  });
  const who = `runner ${name}: parameter ${path}`;
  if (!answer.ok) return finding("unknown", name, `${who}: ${answer.failure.reason}`);
  const [found] = answer.value;
  if (found === undefined) {
    const fix = `${createRunner}: \`aws ssm put-parameter --type SecureString --name ${path} --value file://token\``;
    return finding("error", name, `${who} does not exist in ${aws.access.region}`, { fix });
  }
  return found.type === "SecureString"
    ? finding("ok", name, `${who} exists; the right to decrypt it was not checked`)
    : finding("warning", name, `${who} exists, but is not encrypted`, {
        fix: `store the token as a SecureString: \`aws ssm put-parameter --overwrite --type SecureString --name ${path} --value file://token\``,
        source:
          "https://docs.aws.amazon.com/systems-manager/latest/userguide/secure-string-parameter-kms-encryption.html",
      });
}

async function secret(name: string, id: string, aws: AwsContext): Promise<Finding> {
  const client = new SecretsManagerClient(clientSettings(aws));
  const answer = orMissing(
    await callAws(aws, "secretsmanager:DescribeSecret", (options) =>
      client.send(new DescribeSecretCommand({ SecretId: id }), options),
    ),
  );
  const who = `runner ${name}: secret ${id}`;
  if (!answer.ok) return finding("unknown", name, `${who}: ${answer.failure.reason}`);
  if (answer.value === undefined) {
    const fix = `${createRunner}: \`aws secretsmanager create-secret --name ${id} --secret-string file://token\``;
    return finding("error", name, `${who} does not exist in ${aws.access.region}`, { fix });
  }
  if (answer.value.DeletedDate !== undefined) {
    const fix = `run \`aws secretsmanager restore-secret --secret-id ${id}\``;
    return finding("error", name, `${who} is being deleted`, { fix });
  }
  return finding("ok", name, `${who} exists; the right to read its value was not checked`);
}
