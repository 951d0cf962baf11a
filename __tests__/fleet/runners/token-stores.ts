/**
 * SSM, Secrets Manager and STS on loopback, with the calls for runner tokens and the errors of AWS.
 * Source: AWS API references of PutParameter, GetParameterHistory, CreateSecret and PutSecretValue; read 2026-11-28.
 */
import { createServer } from "node:http";
import { z } from "zod";

export interface FakeToken {
  value?: string;
  /** Value of a binary secret, in base64. */
  readonly binary?: string;
  readonly type: string;
  readonly tags: Readonly<Record<string, string>>;
  /** KMS key of a parameter. */
  readonly key?: string;
  versions: number;
}

export interface FakeTokenStores {
  readonly url: string;
  readonly parameters: Map<string, FakeToken>;
  readonly secrets: Map<string, FakeToken>;
  /** Operations, in order. */
  readonly asked: string[];
  readonly refuse: (operation: string, refusal?: Refusal) => void;
}

export interface Refusal {
  /** @default always */
  readonly times?: number;
  /** Calls that succeed before the first refusal. @default 0 */
  readonly skip?: number;
  /** Refuses only calls signed with this access key. @default all calls */
  readonly key?: string;
  /** Whether AWS carries out the call although it refuses it. */
  readonly after?: boolean;
  /** Runs at the time of the refusal. */
  readonly then?: () => void;
  /** Whether the message contains the input. */
  readonly echo?: boolean;
}

export const account = "123456789012";

interface Answer {
  readonly status?: number;
  readonly body: unknown;
}

const refusal = (type: string, message: string): Answer => ({ status: 400, body: { __type: type, message } });

export async function withFakeTokenStores(use: (stores: FakeTokenStores) => Promise<void>): Promise<void> {
  const refused = new Map<string, Refusal & { left: number; skip: number }>();
  const stores: FakeTokenStores = {
    ...{ url: "", parameters: new Map(), secrets: new Map(), asked: [] },
    refuse: (operation, { times = Infinity, skip = 0, ...how } = {}) =>
      refused.set(operation, { ...how, left: times, skip }),
  };
  const server = createServer((request, response) => {
    let text = "";
    request.on("data", (chunk: Buffer) => (text += chunk.toString()));
    request.on("end", () => {
      const operation =
        String(request.headers["x-amz-target"] ?? "")
          .split(".")
          .at(-1) ?? "";
      if (operation === "") {
        response.writeHead(200, { "Content-Type": "text/xml" }).end(identity);
        return;
      }
      stores.asked.push(operation);
      const no = refused.get(operation);
      const isMeant = no?.key === undefined || String(request.headers.authorization).includes(`=${no.key}/`);
      const isRefused = no !== undefined && isMeant && no.skip-- <= 0 && no.left-- > 0;
      const done =
        isRefused && no.after !== true
          ? undefined
          : (operations[operation]?.(stores, JSON.parse(text)) ?? refusal("InvalidAction", operation));
      if (isRefused) no.then?.();
      const denied = refusal("AccessDeniedException", no?.echo === true ? `not for ${text}` : "no");
      const { status = 200, body } = isRefused || done === undefined ? denied : done;
      response.writeHead(status, { "Content-Type": "application/x-amz-json-1.1" }).end(JSON.stringify(body));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  try {
    if (address === null || typeof address === "string") throw new Error("the server has no port");
    await use(Object.assign(stores, { url: `http://127.0.0.1:${address.port}` }));
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

const identity = `<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult><Arn>arn:aws:iam::${account}:user/ci</Arn></GetCallerIdentityResult></GetCallerIdentityResponse>`;

const tagList = z.array(z.object({ Key: z.string(), Value: z.string() })).optional();
const tagsOf = (list: z.output<typeof tagList>) =>
  Object.fromEntries((list ?? []).map(({ Key, Value }) => [Key, Value]));
const named = z.object({ Name: z.string() });
const put = z.object({
  ...named.shape,
  ...{ Value: z.string(), Type: z.string(), Overwrite: z.boolean().optional(), Tags: tagList },
  KeyId: z.string().optional(),
});
const secretId = z.object({ SecretId: z.string() });
const noSecret = refusal("ResourceNotFoundException", "Secrets Manager can't find the specified secret.");

const operations: Readonly<Record<string, (stores: FakeTokenStores, input: unknown) => Answer>> = {
  GetParameter: ({ parameters }, input) => {
    const { Name } = named.parse(input);
    const found = parameters.get(Name);
    if (found === undefined) return refusal("ParameterNotFound", "");
    return { body: { Parameter: { Name, Type: found.type, Value: found.value } } };
  },
  GetParameterHistory: ({ parameters }, input) => {
    const found = parameters.get(named.parse(input).Name);
    const latest = { KeyId: found?.key ?? "alias/aws/ssm", Tier: "Standard", Version: found?.versions };
    return { body: { Parameters: [{ KeyId: "alias/old" }, latest] } };
  },
  PutParameter: ({ parameters }, input) => {
    const { Name, Value, Type, Overwrite = false, Tags, KeyId } = put.parse(input);
    const found = parameters.get(Name);
    if (Overwrite && Tags !== undefined) {
      return refusal("ValidationException", "Invalid request: tags and overwrite can't be used together.");
    }
    if (found !== undefined && !Overwrite)
      return refusal("ParameterAlreadyExists", "The parameter already exists.");
    const before = { tags: tagsOf(Tags), versions: 0, ...found };
    const key = KeyId ?? "alias/aws/ssm";
    parameters.set(Name, { ...before, value: Value, type: Type, key, versions: before.versions + 1 });
    return { body: { Version: before.versions + 1 } };
  },
  DescribeSecret: ({ secrets }, input) => {
    const { SecretId } = secretId.parse(input);
    return secrets.has(SecretId) ? { body: { Name: SecretId } } : noSecret;
  },
  GetSecretValue: ({ secrets }, input) => {
    const found = secrets.get(secretId.parse(input).SecretId);
    if (found?.binary !== undefined) return { body: { SecretBinary: found.binary } };
    return found?.value === undefined ? noSecret : { body: { SecretString: found.value } };
  },
  CreateSecret: ({ secrets }, input) => {
    const { Name, SecretString, Tags } = z
      .object({ Name: z.string(), SecretString: z.string(), Tags: tagList })
      .parse(input);
    if (secrets.has(Name))
      return refusal("ResourceExistsException", "The operation failed because it exists.");
    secrets.set(Name, { value: SecretString, type: "secret", tags: tagsOf(Tags), versions: 1 });
    return { body: { Name } };
  },
  PutSecretValue: ({ secrets }, input) => {
    const { SecretId, SecretString } = z
      .object({ SecretId: z.string(), SecretString: z.string() })
      .parse(input);
    const found = secrets.get(SecretId);
    if (found === undefined) return noSecret;
    found.value = SecretString;
    found.versions += 1;
    return { body: { Name: SecretId } };
  },
};
