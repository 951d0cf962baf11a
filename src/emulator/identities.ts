/**
 * Who calls the emulator. The dummy credentials are the identity that moto reports; any other identity is a role that was
 * taken with `sts:AssumeRole` here. A key that this emulator did not issue belongs to a real account.
 */
import { dummyAccessKeyId } from "./home";

export interface Identity {
  /** As `sts:GetCallerIdentity` returns it: a session has its role's name, without the path. */
  readonly callerArn: string;
  /** As a policy names it: of a session, the role with its path. */
  readonly principalArn: string;
}

/** Source: moto 5.2.1, sts/responses.py, get_caller_identity. */
const dummy: Identity = {
  callerArn: "arn:aws:sts::123456789012:user/moto",
  principalArn: "arn:aws:sts::123456789012:user/moto",
};

export class Identities {
  private readonly issued = new Map<string, Identity>();

  /** Undefined for a key of a real account. */
  of(accessKeyId: string): Identity | undefined {
    return accessKeyId === dummyAccessKeyId ? dummy : this.issued.get(accessKeyId);
  }

  /** Reads the answer to an `AssumeRole`. @returns the key, if it was issued */
  learn(roleArn: string, answer: string): string | undefined {
    const [, accessKeyId] = /<AccessKeyId>([^<]+)</.exec(answer) ?? [];
    const [, callerArn] = /<Arn>([^<]+:assumed-role\/[^<]+)</.exec(answer) ?? [];
    if (accessKeyId === undefined || callerArn === undefined) return undefined;
    this.issued.set(accessKeyId, { callerArn, principalArn: roleArn });
    return accessKeyId;
  }

  clear(): void {
    this.issued.clear();
  }
}

/**
 * The ARN that the authenticator of a cluster compares: of a session its role, of a role no path.
 * Source: kubernetes-sigs/aws-iam-authenticator pkg/arn/arn.go, Canonicalize.
 */
export function canonicalArn({ callerArn }: Identity): string {
  return callerArn.replace(/^arn:([^:]+):sts::(\d+):assumed-role\/([^/]+)\/.*$/, "arn:$1:iam::$2:role/$3");
}
