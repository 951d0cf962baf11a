/**
 * Reads and writes a runner's token in an SSM parameter or a Secrets Manager secret, from which Terraform reads it. Writes only
 * SecureString parameters and secrets. No error contains the token.
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
  /** Undefined if the store has no token. */
  readonly token?: string;
  /** Whether the parameter or secret exists. */
  readonly exists: boolean;
}

/** Value that `probeWrite` writes to a store without a token. It does not count as a token. */
export const placeholder = "no-token-yet";

const storeKinds = ["env", "ssm", "secretsmanager", "kubernetes"] as const;

/** Splits `runners[].token`, such as `ssm:/ci/token`, into the kind of store and the name within it. */
export function tokenLocation({ token }: Pick<Runner, "token">) {
  const kind = storeKinds.find((prefix) => token.startsWith(`${prefix}:`)) ?? "env";
  return { kind, name: token.slice(kind.length + 1) };
}

export interface TokenStores {
  readonly env: Environment;
  readonly aws: () => AwsContext;
  /** Loads AWS credentials again for all later calls. */
  readonly renew: () => void;
  /** Tags of every new parameter and secret, which name their owner. */
  readonly tags: Readonly<Record<string, string>>;
}

/** Reads the token from a store of the kind `env`, `ssm` or `secretsmanager`. @throws GitLabRunnerError */
export async function readToken(runner: Runner, { env, aws }: TokenStores): Promise<StoredToken> {
  const { kind, name } = tokenLocation(runner);
  if (kind === "env") return storedToken(tokenIn(env, name));
  return kind === "ssm" ? readParameter(name, aws()) : readSecret(name, aws());
}

function storedToken(value: string | undefined): StoredToken {
  return {
    exists: true,
    ...(value !== undefined && value !== "" && value !== placeholder && { token: value }),
  };
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
  return storedToken(found.Parameter.Value);
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
  return storedToken(SecretString);
}

/** Checks that the store can be written, by writing the value that it already has. @throws GitLabRunnerError */
export async function probeWrite(runner: Runner, before: StoredToken, stores: TokenStores): Promise<void> {
  await writeToken(runner, before.token ?? placeholder, before, stores);
}

/** Stores a token. @throws GitLabRunnerError */
export async function writeToken(
  runner: Runner,
  token: string,
  { exists }: Pick<StoredToken, "exists">,
  stores: TokenStores,
): Promise<void> {
  const { kind, name } = tokenLocation(runner);
  const write = { name, token, exists, aws: stores.aws(), tags: stores.tags };
  const answer = await (kind === "ssm" ? writeParameter(write) : writeSecret(write));
  // An earlier attempt created it, and the response was lost.
  if (alreadyExists(answer) && ((await readToken(runner, stores)).token ?? placeholder) === token) return;
  valueOrThrow(answer, kind === "ssm" ? `parameter ${name}` : `secret ${name}`, token);
}

const alreadyExistsCodes: readonly string[] = ["ParameterAlreadyExists", "ResourceExistsException"];
const alreadyExists = (answer: AwsResult<unknown>) =>
  !answer.ok && alreadyExistsCodes.includes(answer.failure.code);

interface TokenWrite extends Pick<StoredToken, "exists">, Pick<TokenStores, "tags"> {
  /** Of the parameter or secret. */
  readonly name: string;
  readonly token: string;
  readonly aws: AwsContext;
}

/** AWS accepts tags only for a new parameter. An existing parameter keeps its key and its tier. */
async function writeParameter({ name, token, exists, aws, tags }: TokenWrite): Promise<AwsResult<unknown>> {
  const client = new SSMClient(clientSettings(aws));
  const secure = { Name: name, Value: token, Type: "SecureString" } as const;
  const input = exists
    ? { ...secure, Overwrite: true, ...(await keyAndTier(client, name, aws)) }
    : { ...secure, Overwrite: false, Tags: tagList(tags) };
  return callAws(aws, exists ? "ssm:PutParameter" : "ssm:PutParameter or ssm:AddTagsToResource", (options) =>
    client.send(new PutParameterCommand(input), options),
  );
}

/** The KMS key and the tier of a parameter's latest version. */
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

async function writeSecret({ name, token, exists, aws, tags }: TokenWrite): Promise<AwsResult<unknown>> {
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

/** @param token removed from the reason, which AWS may have copied from the request. @throws GitLabRunnerError */
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
