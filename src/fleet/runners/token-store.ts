/**
 * The token stores: reads and writes a runner's token in an SSM parameter or a Secrets Manager secret, where Terraform
 * reads it. Only a SecureString and a secret are written, and no error holds the value.
 */
import {
  CreateSecretCommand,
  DescribeSecretCommand,
  GetSecretValueCommand,
  PutSecretValueCommand,
  SecretsManagerClient,
} from "@aws-sdk/client-secrets-manager";
import {
  GetParameterCommand,
  GetParameterHistoryCommand,
  PutParameterCommand,
  SSMClient,
} from "@aws-sdk/client-ssm";
import {
  callAws,
  clientSettings,
  orMissing,
  type AwsResult,
  type AwsContext,
} from "../../clients/aws/aws-client";
import type { Runner } from "../../config";
import { tokenIn } from "../../config/resolve/token-variable";
import { quoted, GitLabRunnerError } from "../../clients/gitlab/gitlab-error";
import type { Environment } from "../../config/environment";

export interface StoredToken {
  /** Undefined where the store holds none. */
  readonly token?: string;
  /** Whether the parameter or secret exists. */
  readonly exists: boolean;
}

/** Written to prove that a store can be written before there is a token; it counts as no token. */
export const placeholder = "no-token-yet";

type TokenStoreKind = "env" | "ssm" | "secretsmanager" | "kubernetes";

export function tokenLocation({ token }: Pick<Runner, "token">): {
  readonly kind: TokenStoreKind;
  readonly name: string;
} {
  const [, kind = "", name = ""] = /^(env|ssm|secretsmanager|kubernetes):(.*)$/.exec(token) ?? [];
  return { kind: isKind(kind) ? kind : "env", name };
}

const kinds: readonly string[] = [
  "env",
  "ssm",
  "secretsmanager",
  "kubernetes",
] satisfies readonly TokenStoreKind[];
const isKind = (text: string): text is TokenStoreKind => kinds.includes(text);

export interface TokenStores {
  readonly env: Environment;
  readonly aws: () => AwsContext;
  /** Looks for AWS credentials again, and uses them for every later call. */
  readonly renew: () => void;
  /** Put on every new parameter and secret, so that their owner is known. */
  readonly tags: Readonly<Record<string, string>>;
}

/** The token in the runner's store, of the kinds `env`, `ssm` and `secretsmanager`. @throws GitLabRunnerError */
export async function readToken(runner: Runner, { env, aws }: TokenStores): Promise<StoredToken> {
  const { kind, name } = tokenLocation(runner);
  if (kind === "env") return kept(tokenIn(env, name), true);
  return kind === "ssm" ? readParameter(name, aws()) : readSecret(name, aws());
}

function kept(token: string | undefined, exists: boolean): StoredToken {
  return token === undefined || token === "" || token === placeholder ? { exists } : { token, exists };
}

async function readParameter(path: string, aws: AwsContext): Promise<StoredToken> {
  const client = new SSMClient(clientSettings(aws));
  const answer = await callAws(aws, "ssm:GetParameter", (options) =>
    client.send(new GetParameterCommand({ Name: path, WithDecryption: true }), options),
  );
  const found = valueOrThrow(orMissing(answer), `parameter ${path}`);
  if (found === undefined) return { exists: false };
  if (found.Parameter?.Type !== "SecureString") {
    throw new GitLabRunnerError(
      "parameter-not-encrypted",
      `parameter ${path} is not encrypted, and AWS cannot change the type of a parameter`,
      `delete it: \`aws ssm delete-parameter --name ${path}\``,
    );
  }
  return kept(found.Parameter.Value, true);
}

async function readSecret(id: string, aws: AwsContext): Promise<StoredToken> {
  const client = new SecretsManagerClient(clientSettings(aws));
  const described = await callAws(aws, "secretsmanager:DescribeSecret", (options) =>
    client.send(new DescribeSecretCommand({ SecretId: id }), options),
  );
  const found = valueOrThrow(orMissing(described), `secret ${id}`);
  if (found === undefined) return { exists: false };
  if (found.DeletedDate !== undefined) {
    throw new GitLabRunnerError(
      "secret-being-deleted",
      `secret ${id} is scheduled for deletion`,
      `restore it: \`aws secretsmanager restore-secret --secret-id ${id}\``,
    );
  }
  const value = await callAws(aws, "secretsmanager:GetSecretValue", (options) =>
    client.send(new GetSecretValueCommand({ SecretId: id }), options),
  );
  // AWS reports a secret without a value as missing.
  const { SecretString, SecretBinary } = valueOrThrow(orMissing(value), `secret ${id}`) ?? {};
  if (SecretBinary !== undefined) {
    throw new GitLabRunnerError(
      "secret-binary",
      `secret ${id} is binary, and a runner's token is text`,
      "set runners[].token to another secret, or delete this one",
    );
  }
  return kept(SecretString, true);
}

/** Proves that the store can be written, with the value that it already has. */
export async function probeWrite(runner: Runner, before: StoredToken, stores: TokenStores): Promise<void> {
  await writeToken(runner, before.token ?? placeholder, before, stores);
}

export async function writeToken(
  runner: Runner,
  token: string,
  { exists }: Pick<StoredToken, "exists">,
  stores: TokenStores,
): Promise<void> {
  const { kind, name } = tokenLocation(runner);
  const aws = stores.aws();
  const answer =
    kind === "ssm"
      ? await writeParameter(name, token, exists, aws, stores.tags)
      : await writeSecret(name, token, exists, aws, stores.tags);
  // An attempt before this one created it, and its answer was lost.
  if (alreadyExists(answer) && ((await readToken(runner, stores)).token ?? placeholder) === token) return;
  valueOrThrow(answer, kind === "ssm" ? `parameter ${name}` : `secret ${name}`, token);
}

const alreadyExistsCodes: readonly string[] = ["ParameterAlreadyExists", "ResourceExistsException"];
const alreadyExists = (answer: AwsResult<unknown>) =>
  !answer.ok && alreadyExistsCodes.includes(answer.failure.code);

/** AWS accepts tags only with a new parameter. An existing one keeps its key and its tier. */
async function writeParameter(
  path: string,
  token: string,
  exists: boolean,
  aws: AwsContext,
  tags: TokenStores["tags"],
): Promise<AwsResult<unknown>> {
  const client = new SSMClient(clientSettings(aws));
  const secure = { Name: path, Value: token, Type: "SecureString" } as const;
  const input = exists
    ? { ...secure, Overwrite: true, ...(await keyAndTier(client, path, aws)) }
    : { ...secure, Overwrite: false, Tags: tagList(tags) };
  return callAws(aws, exists ? "ssm:PutParameter" : "ssm:PutParameter or ssm:AddTagsToResource", (options) =>
    client.send(new PutParameterCommand(input), options),
  );
}

async function keyAndTier(client: SSMClient, path: string, aws: AwsContext) {
  const answer = await callAws(aws, "ssm:GetParameterHistory", async (options) => {
    let latest: { readonly KeyId?: string; readonly Tier?: "Standard" | "Advanced" } = {};
    let NextToken: string | undefined;
    do {
      const input = { Name: path, WithDecryption: false, ...(NextToken !== undefined && { NextToken }) };
      const page = await client.send(new GetParameterHistoryCommand(input), options);
      const last = page.Parameters?.at(-1);
      if (last !== undefined) {
        const { KeyId, Tier } = last;
        latest = {
          ...(KeyId !== undefined && { KeyId }),
          ...(Tier !== undefined && Tier !== "Intelligent-Tiering" && { Tier }),
        };
      }
      ({ NextToken } = page);
    } while (NextToken !== undefined);
    return latest;
  });
  return valueOrThrow(answer, `parameter ${path}`);
}

async function writeSecret(
  name: string,
  token: string,
  exists: boolean,
  aws: AwsContext,
  tags: TokenStores["tags"],
): Promise<AwsResult<unknown>> {
  const client = new SecretsManagerClient(clientSettings(aws));
  if (exists) {
    const input = { SecretId: name, SecretString: token };
    return callAws(aws, "secretsmanager:PutSecretValue", (options) =>
      client.send(new PutSecretValueCommand(input), options),
    );
  }
  const input = { Name: name, SecretString: token, Tags: tagList(tags) };
  return callAws(aws, "secretsmanager:CreateSecret or secretsmanager:TagResource", (options) =>
    client.send(new CreateSecretCommand(input), options),
  );
}

const tagList = (tags: TokenStores["tags"]) => Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));

/** @param token taken out of what AWS answers */
function valueOrThrow<T>(answer: AwsResult<T>, what: string, token = ""): T {
  if (answer.ok) return answer.value;
  const reason = quoted(answer.failure.reason, [token]);
  if (answer.failure.trouble === "denied") {
    const fix =
      "add the permissions that `glrunner policy` prints to your AWS identity; for your own KMS key also kms:Encrypt, kms:GenerateDataKey and kms:Decrypt";
    throw new GitLabRunnerError("token-store-denied", `${what}: ${reason}`, fix);
  }
  throw new GitLabRunnerError(
    "token-store-failed",
    `${what}: ${reason}`,
    "check it in AWS, then run the command again",
  );
}
