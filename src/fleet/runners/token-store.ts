/**
 * Where a runner's token is kept, read and written: what Terraform reads there is the token alone. Only a SecureString
 * and a secret are written; nothing of the value is in what is answered but for who asks for it.
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
import { ask, clientSettings, orMissing, type Answer, type AwsQuestion } from "../../clients/aws/aws-client";
import type { Runner } from "../../config";
import { tokenIn } from "../../config/resolve/token-variable";
import { quoted, Trouble } from "../../clients/gitlab/gitlab-error";
import type { Environment } from "../../config/environment";

export interface Kept {
  /** Undefined where nothing is kept yet. */
  readonly token?: string;
  /** Whether there is a parameter or a secret to write into. */
  readonly exists: boolean;
}

/** Stands in a place that was tried before there is a token; as good as nothing. */
export const placeholder = "no-token-yet";

type PlaceKind = "env" | "ssm" | "secretsmanager" | "kubernetes";

export function placeOfToken({ token }: Pick<Runner, "token">): {
  readonly kind: PlaceKind;
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
] satisfies readonly PlaceKind[];
const isKind = (text: string): text is PlaceKind => kinds.includes(text);

export interface Places {
  readonly env: Environment;
  readonly aws: () => AwsQuestion;
  /** From then on AWS is asked with the credentials that are found by then. */
  readonly renew: () => void;
  /** On what is made, so that it can be told whose it is. */
  readonly tags: Readonly<Record<string, string>>;
}

/** Whoever asks for a place in the cluster gets an error: nothing there is read. */
export async function readToken(runner: Runner, { env, aws }: Places): Promise<Kept> {
  const { kind, name } = placeOfToken(runner);
  if (kind === "env") return kept(tokenIn(env, name), true);
  return kind === "ssm" ? readParameter(name, aws()) : readSecret(name, aws());
}

function kept(token: string | undefined, exists: boolean): Kept {
  return token === undefined || token === "" || token === placeholder ? { exists } : { token, exists };
}

async function readParameter(path: string, aws: AwsQuestion): Promise<Kept> {
  const client = new SSMClient(clientSettings(aws));
  const answer = await ask(aws, "ssm:GetParameter", (options) =>
    client.send(new GetParameterCommand({ Name: path, WithDecryption: true }), options),
  );
  const found = told(orMissing(answer), `parameter ${path}`);
  if (found === undefined) return { exists: false };
  if (found.Parameter?.Type !== "SecureString") {
    throw new Trouble(
      `parameter ${path} is not encrypted, and AWS changes no parameter's type`,
      `delete it: \`aws ssm delete-parameter --name ${path}\``,
    );
  }
  return kept(found.Parameter.Value, true);
}

async function readSecret(id: string, aws: AwsQuestion): Promise<Kept> {
  const client = new SecretsManagerClient(clientSettings(aws));
  const described = await ask(aws, "secretsmanager:DescribeSecret", (options) =>
    client.send(new DescribeSecretCommand({ SecretId: id }), options),
  );
  const found = told(orMissing(described), `secret ${id}`);
  if (found === undefined) return { exists: false };
  if (found.DeletedDate !== undefined) {
    throw new Trouble(
      `secret ${id} is being deleted`,
      `restore it: \`aws secretsmanager restore-secret --secret-id ${id}\``,
    );
  }
  const value = await ask(aws, "secretsmanager:GetSecretValue", (options) =>
    client.send(new GetSecretValueCommand({ SecretId: id }), options),
  );
  // Of a secret without a value AWS says that there is none.
  const { SecretString, SecretBinary } = told(orMissing(value), `secret ${id}`) ?? {};
  if (SecretBinary !== undefined) {
    throw new Trouble(
      `secret ${id} is binary, and a runner's token is text`,
      "look whose it is, and name another place or delete it",
    );
  }
  return kept(SecretString, true);
}

/** Whether it may be written is tried with what is there already. */
export async function tryToWrite(runner: Runner, before: Kept, places: Places): Promise<void> {
  await writeToken(runner, before.token ?? placeholder, before, places);
}

export async function writeToken(
  runner: Runner,
  token: string,
  { exists }: Pick<Kept, "exists">,
  places: Places,
): Promise<void> {
  const { kind, name } = placeOfToken(runner);
  const aws = places.aws();
  const answer =
    kind === "ssm"
      ? await writeParameter(name, token, exists, aws, places.tags)
      : await writeSecret(name, token, exists, aws, places.tags);
  // Made by a try before this one, whose answer was lost.
  if (isThere(answer) && ((await readToken(runner, places)).token ?? placeholder) === token) return;
  told(answer, kind === "ssm" ? `parameter ${name}` : `secret ${name}`, token);
}

const alreadyThere: readonly string[] = ["ParameterAlreadyExists", "ResourceExistsException"];
const isThere = (answer: Answer<unknown>) => !answer.ok && alreadyThere.includes(answer.failure.code);

/** AWS takes tags only along with a new parameter. Key and tier of an old one stay. */
async function writeParameter(
  path: string,
  token: string,
  exists: boolean,
  aws: AwsQuestion,
  tags: Places["tags"],
): Promise<Answer<unknown>> {
  const client = new SSMClient(clientSettings(aws));
  const secure = { Name: path, Value: token, Type: "SecureString" } as const;
  const input = exists
    ? { ...secure, Overwrite: true, ...(await keyAndTier(client, path, aws)) }
    : { ...secure, Overwrite: false, Tags: tagList(tags) };
  return ask(aws, exists ? "ssm:PutParameter" : "ssm:PutParameter or ssm:AddTagsToResource", (options) =>
    client.send(new PutParameterCommand(input), options),
  );
}

async function keyAndTier(client: SSMClient, path: string, aws: AwsQuestion) {
  const answer = await ask(aws, "ssm:GetParameterHistory", async (options) => {
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
  return told(answer, `parameter ${path}`);
}

async function writeSecret(
  name: string,
  token: string,
  exists: boolean,
  aws: AwsQuestion,
  tags: Places["tags"],
): Promise<Answer<unknown>> {
  const client = new SecretsManagerClient(clientSettings(aws));
  if (exists) {
    const input = { SecretId: name, SecretString: token };
    return ask(aws, "secretsmanager:PutSecretValue", (options) =>
      client.send(new PutSecretValueCommand(input), options),
    );
  }
  const input = { Name: name, SecretString: token, Tags: tagList(tags) };
  return ask(aws, "secretsmanager:CreateSecret or secretsmanager:TagResource", (options) =>
    client.send(new CreateSecretCommand(input), options),
  );
}

const tagList = (tags: Places["tags"]) => Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));

/** @param token what AWS might say again of what it was given */
function told<T>(answer: Answer<T>, what: string, token = ""): T {
  if (answer.ok) return answer.value;
  const { trouble } = answer.failure;
  const reason = quoted(answer.failure.reason, [token]);
  const fix =
    trouble === "denied"
      ? "`glrunner policy` prints all that whoever deploys needs, but for a KMS key of your own: that takes kms:Encrypt, kms:GenerateDataKey and kms:Decrypt"
      : "look at it, and try again";
  throw new Trouble(`${what}: ${reason}`, fix);
}
