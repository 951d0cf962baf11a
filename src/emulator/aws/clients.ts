/** Settings with which the emulator itself calls the emulated AWS through the AWS SDK. */

/** Where and as whom a client calls. */
export interface EmulatedAccess {
  readonly url: string;
  readonly region: string;
  readonly accessKeyId: string;
}

/** Sets everything that an SDK client would otherwise read from the caller's variables and files. */
export function clientSettings({ url, region, accessKeyId }: EmulatedAccess) {
  return {
    endpoint: url,
    region,
    credentials: { accessKeyId, secretAccessKey: accessKeyId },
    maxAttempts: 3,
    retryMode: "standard",
    defaultsMode: "standard",
    useFipsEndpoint: false,
    useDualstackEndpoint: false,
  } as const;
}

export type ClientSettings = ReturnType<typeof clientSettings>;
