/**
 * How the command line itself asks AWS: as Terraform's provider does in the same environment, so that both see one
 * account. Keys in the environment are used as they are; without them the SDK's own chain looks for profiles, SSO and
 * CloudShell's credentials.
 */
export interface AwsAccess {
  readonly region: string;
  /** @default AWS itself */
  readonly endpoint?: string;
  /** @default the SDK's own chain */
  readonly credentials?: {
    readonly accessKeyId: string;
    readonly secretAccessKey: string;
    readonly sessionToken?: string;
  };
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Settings of any client of the AWS SDK. */
export function awsAccess(region: string, env: Environment): AwsAccess {
  const { AWS_ENDPOINT_URL: endpoint, AWS_ACCESS_KEY_ID: accessKeyId } = env;
  const { AWS_SECRET_ACCESS_KEY: secretAccessKey, AWS_SESSION_TOKEN: sessionToken } = env;
  const keys = accessKeyId !== undefined && secretAccessKey !== undefined;
  return {
    region,
    ...(endpoint !== undefined && { endpoint }),
    ...(keys && {
      credentials: { accessKeyId, secretAccessKey, ...(sessionToken !== undefined && { sessionToken }) },
    }),
  };
}
