/**
 * Credentials, Region and endpoint for glrunner's own calls to AWS. They are the same as those of Terraform's provider in
 * this environment, so that both use one account. Keys in the environment win; without them the SDK's credential chain
 * looks for profiles, SSO and CloudShell's credentials.
 */
import { defaultProvider } from "@aws-sdk/credential-provider-node";
import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { ProxyAgent } from "../system/tunnel";
import type { Environment } from "../../config/environment";

export interface AwsAccess {
  readonly region: string;
  /** @default AWS itself */
  readonly endpoint?: string;
  /** @default a direct connection */
  readonly requestHandler?: { readonly httpsAgent: ProxyAgent };
  readonly credentials:
    | ReturnType<typeof defaultProvider>
    | { readonly accessKeyId: string; readonly secretAccessKey: string; readonly sessionToken?: string };
}

/** Settings for any client of the AWS SDK. They include the proxy, since the SDK does not read HTTPS_PROXY or NO_PROXY. */
export function awsAccess(region: string, env: Environment): AwsAccess {
  const { AWS_ENDPOINT_URL: endpoint } = env;
  const isProxied = (env.HTTPS_PROXY ?? env.https_proxy ?? "") !== "";
  const requestHandler = isProxied ? { httpsAgent: new ProxyAgent(env) } : undefined;
  return {
    region,
    ...(requestHandler && { requestHandler }),
    ...(endpoint !== undefined && { endpoint }),
    credentials: credentialsOf(env, requestHandler),
  };
}

function credentialsOf(
  env: Environment,
  requestHandler: AwsAccess["requestHandler"],
): AwsAccess["credentials"] {
  const { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey } = env;
  const { AWS_SESSION_TOKEN: sessionToken } = env;
  if (accessKeyId === undefined || secretAccessKey === undefined) {
    // Reads the files each time, so that a new login takes effect.
    return defaultProvider({
      ...{ ignoreCache: true, profile: env.AWS_PROFILE },
      ...(requestHandler && { clientConfig: { requestHandler } }),
    });
  }
  return { accessKeyId, secretAccessKey, ...(sessionToken !== undefined && { sessionToken }) };
}

/** The ARN of the caller; undefined if AWS does not accept the credentials. */
export async function callerIdentity(region: string, env: Environment): Promise<string | undefined> {
  const client = new STSClient({ ...awsAccess(region, env), maxAttempts: 2 });
  try {
    const { Arn } = await client.send(new GetCallerIdentityCommand({}));
    return Arn;
  } catch {
    return undefined;
  } finally {
    client.destroy();
  }
}
