/** How the emulator itself asks the emulated AWS: through the AWS SDK, led by nothing in the caller's environment. */
export interface ClientSettings {
  readonly endpoint: string;
  readonly region: string;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
  readonly maxAttempts: number;
  readonly retryMode: "standard";
  readonly defaultsMode: "standard";
  readonly useFipsEndpoint: false;
  readonly useDualstackEndpoint: false;
}

export interface EmulatedAccess {
  readonly url: string;
  readonly region: string;
  readonly accessKeyId: string;
}

/** Everything that an SDK client would else look for in variables and files. */
export function clientSettings({ url, region, accessKeyId }: EmulatedAccess): ClientSettings {
  return {
    endpoint: url,
    region,
    credentials: { accessKeyId, secretAccessKey: accessKeyId },
    maxAttempts: 3,
    retryMode: "standard",
    defaultsMode: "standard",
    useFipsEndpoint: false,
    useDualstackEndpoint: false,
  };
}
