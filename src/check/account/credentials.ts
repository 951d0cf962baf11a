/** Checks which identity the credentials belong to, and whether they last longer than the longest stage. */
import * as sts from "@aws-sdk/client-sts";
import type { Config } from "../../config";
import { needsManagedNodes } from "../../config/placement/managed-nodes";
import {
  callAws,
  clientSettings,
  isAwsCallFailure,
  type AwsContext,
  type AwsCallFailure,
} from "../../clients/aws/aws-client";
import { durationText, findingsOf, type Finding } from "../finding";
import { durationsSource, minutes } from "./durations";
import type { Environment } from "../../config/environment";

const finding = findingsOf("credentials");

/** The identity of the credentials. */
export interface Caller {
  readonly accountId: string;
  readonly arn: string;
  /** `aws`, `aws-cn`, ... */
  readonly partition: string;
}

interface CredentialsQuestion {
  readonly aws: AwsContext | AwsCallFailure;
  readonly config: Config;
  readonly env: Environment;
  /** Milliseconds since 1970. */
  readonly now: number;
}

interface CredentialsResult {
  readonly findings: readonly Finding[];
  /** A failure is the reason why no further call can succeed. */
  readonly caller: Caller | AwsCallFailure;
}

/** The findings, and the caller for other checks. */
export async function credentials({ aws, ...rest }: CredentialsQuestion): Promise<CredentialsResult> {
  if (isAwsCallFailure(aws)) {
    return {
      findings: [
        finding("unknown", "identity", `the identity of the credentials is not known: ${aws.reason}`),
      ],
      caller: aws,
    };
  }
  const client = new sts.STSClient(clientSettings(aws));
  const answer = await callAws(aws, "sts:GetCallerIdentity", (options) =>
    client.send(new sts.GetCallerIdentityCommand({}), options),
  );
  if (!answer.ok) return { findings: [refused(answer.failure, rest.env)], caller: answer.failure };
  const { Account: accountId = "", Arn: arn = "" } = answer.value;
  const caller = { accountId, arn, partition: arn.split(":")[1] ?? "aws" };
  const ends = await ending(aws, client, rest.env);
  return {
    findings: [identity(caller, rest.config), ...otherAccounts(caller, rest.config), lifetime(ends, rest)],
    caller,
  };
}

const clockFix = "set this machine's clock, for example with `sudo chronyc makestep`";

function refused({ trouble, reason, code }: AwsCallFailure, env: Environment): Finding {
  const details = { source: "https://docs.aws.amazon.com/STS/latest/APIReference/CommonErrors.html" };
  switch (trouble) {
    case "expired":
      return finding("error", "identity", reason, { fix: renew(env), ...details });
    case "none":
      return finding("error", "identity", reason, { fix: `log in: ${logIn}` });
    case "invalid":
      return finding("error", "identity", reason, {
        fix: "run `aws configure list` to see which credentials are used, correct AWS_PROFILE or the AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN variables, and make sure that the Region is enabled for this account",
        ...details,
      });
    case "skew":
      return finding("error", "identity", reason, { fix: clockFix, ...details });
    case "network":
      return finding("unknown", "identity", `the identity of the credentials is not known: ${reason}`, {
        fix: "check the network, the proxy, the region and AWS_ENDPOINT_URL; `aws sts get-caller-identity` must work",
      });
    case "denied":
    case "missing":
    case "offline":
    case "interrupted":
    case "other":
      return finding(
        "unknown",
        "identity",
        `the identity of the credentials is not known: ${reason}`,
        code === "" ? {} : details,
      );
  }
}

const logIn = "`aws sso login`, `aws configure`, or the variables of your account's access portal";

function renew(env: Environment): string {
  return env.AWS_EXECUTION_ENV === "CloudShell"
    ? "reload the browser tab of the CloudShell"
    : `log in again: ${logIn}`;
}

function identity({ accountId, arn }: Caller, { region }: Config): Finding {
  const what = `account ${accountId} as ${arn}, in ${region}`;
  if (!arn.endsWith(":root")) return finding("ok", "identity", what);
  return finding("warning", "identity", `${what}: the root user, which has every permission`, {
    fix: "use a role of IAM or IAM Identity Center",
    source: "https://docs.aws.amazon.com/IAM/latest/UserGuide/root-user-best-practices.html",
  });
}

/** Warns when every role and user with access to the cluster belongs to another account. */
function otherAccounts({ accountId }: Caller, { cluster }: Config): readonly Finding[] {
  const { roles, users } = cluster.access;
  const named = [...roles, ...users].map(({ arn }) => arn.split(":")[4] ?? "");
  if (named.length === 0 || named.includes(accountId)) return [];
  const others = [...new Set(named)].join(", ");
  return [
    finding(
      "warning",
      "account",
      `cluster.access names roles or users of account ${others}, and none of ${accountId}`,
      {
        fix: "make sure that these are the credentials of the right account, for example with `export AWS_PROFILE=NAME`",
      },
    ),
  ];
}

/** When the credentials expire. */
type Ending =
  { readonly kind: "never" } | { readonly kind: "unknown" } | { readonly kind: "at"; readonly time: number };

async function ending(aws: AwsContext, client: sts.STSClient, env: Environment): Promise<Ending> {
  const answer = await callAws(aws, "sts:GetCallerIdentity", () => client.config.credentials());
  if (!answer.ok) return { kind: "unknown" };
  const { expiration, sessionToken } = answer.value;
  // The variable belongs to the keys in the environment, and not to other credentials.
  const variable = typeof aws.access.credentials === "function" ? undefined : env.AWS_CREDENTIAL_EXPIRATION;
  const time = expiration?.getTime() ?? Date.parse(variable ?? "");
  if (Number.isFinite(time)) return { kind: "at", time };
  return { kind: sessionToken === undefined || sessionToken === "" ? "never" : "unknown" };
}

/** Maximum duration of the eks stage, the longest one, in minutes. */
export function longestStageMinutes({ cluster }: Config): number {
  const profiles = cluster.fargateProfiles.length * minutes.fargateProfile;
  const nodes = needsManagedNodes(cluster) ? minutes.nodeGroup : 0;
  return minutes.cluster + profiles + nodes + minutes.addons;
}

function lifetime(
  ends: Ending,
  { config, env, now }: Pick<CredentialsQuestion, "config" | "env" | "now">,
): Finding {
  const needed = longestStageMinutes(config);
  const stage = `the longest stage takes up to ${durationText(needed)}`;
  const source = durationsSource;
  switch (ends.kind) {
    case "never":
      return finding("ok", "lifetime", "the credentials do not expire");
    case "unknown":
      return finding("unknown", "lifetime", `when the credentials expire is not known; ${stage}`, {
        fix: `if you logged in some time ago, log in again before you deploy: ${logIn}`,
        source,
      });
    case "at": {
      const left = (ends.time - now) / 60_000;
      const what = `the credentials last ${durationText(left)} more, and ${stage}`;
      if (left > needed) return finding("ok", "lifetime", what, { source });
      return finding("warning", "lifetime", what, {
        fix: `${renew(env)}, before you deploy`,
        source,
      });
    }
  }
}
