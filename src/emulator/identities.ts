/**
 * The identities that may call the emulator. The dummy credentials are the identity that moto reports; every other
 * identity is a role that was assumed here with `sts:AssumeRole`. Any other access key belongs to a real account.
 */
import { dummyAccessKeyId } from "./home";

/** One identity under the two ARNs that AWS uses for it. */
export interface Identity {
  /** As `sts:GetCallerIdentity` returns it: for a session, the role's name without the path. */
  readonly callerArn: string;
  /** As a policy names it: for a session, the role with its path. */
  readonly principalArn: string;
}

/** Source: moto 5.2.1, sts/responses.py, get_caller_identity. */
const dummy: Identity = {
  callerArn: "arn:aws:sts::123456789012:user/moto",
  principalArn: "arn:aws:sts::123456789012:user/moto",
};

/** Which identity owns which access key. */
export class Identities {
  private readonly issued = new Map<string, Identity>();

  /** Undefined for the key of a real account. */
  of(accessKeyId: string): Identity | undefined {
    return accessKeyId === dummyAccessKeyId ? dummy : this.issued.get(accessKeyId);
  }

  /** Remembers the key in a response to `AssumeRole`. @returns the key, if one was issued */
  learn(roleArn: string, response: string): string | undefined {
    const [, accessKeyId] = /<AccessKeyId>([^<]+)</.exec(response) ?? [];
    const [, callerArn] = /<Arn>([^<]+:assumed-role\/[^<]+)</.exec(response) ?? [];
    if (accessKeyId === undefined || callerArn === undefined) return undefined;
    this.issued.set(accessKeyId, { callerArn, principalArn: roleArn });
    return accessKeyId;
  }

  clear(): void {
    this.issued.clear();
  }
}

/**
 * The ARN that a cluster's authenticator compares: the role of a session, without the role's path.
 * Source: kubernetes-sigs/aws-iam-authenticator pkg/arn/arn.go, Canonicalize.
 */
export function canonicalArn({ callerArn }: Identity): string {
  return callerArn.replace(/^arn:([^:]+):sts::(\d+):assumed-role\/([^/]+)\/.*$/, "arn:$1:iam::$2:role/$3");
}
