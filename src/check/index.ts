/**
 * Reports problems that would stop a deployment or make it expensive. Checks the configuration, the machine, the version
 * calendar, the runner tokens, the credentials and the account. Read-only. A check without a result is a finding of level
 * `unknown` with the reason, never an exception.
 */
import { account } from "./account/account";
import { awsContext, type AwsContext, type AwsCallFailure } from "../clients/aws/aws-client";
import { clusterAccess } from "./account/cluster-access";
import { calendar } from "./versions/calendar";
import { configuration } from "./configuration";
import { credentials } from "./account/credentials";
import { areas } from "./finding-texts";
import type { CheckResult } from "./finding";
import { machine } from "./machine/machine";
import type { CheckOptions } from "./options";
import { stateFindings } from "./state";
import { tokens } from "./tokens";

export type { Finding } from "./finding";
export type { CheckOptions } from "./options";
export { networkErrors } from "./account/existing-network";
export { checkText } from "./text";
export { versions, versionsText } from "./versions/versions";

const offline: AwsCallFailure = { trouble: "offline", reason: "AWS was not asked (offline)", code: "" };

/** Runs all checks. */
export async function check(options: CheckOptions): Promise<CheckResult> {
  const { config, warnings, on, env, home, folders, access, created, stateProblem, signal, onStep } = options;
  const aws: AwsContext | AwsCallFailure = access === undefined ? offline : awsContext(access, signal);
  const step = <T>(name: string, work: () => T): T => {
    onStep?.(name);
    return work();
  };
  const before = [
    ...step("configuration", () => configuration(config, warnings)),
    ...(await step("machine", () => machine({ config, on, env, home, folders, signal }))),
    ...step("calendar", () => calendar({ config, on, created })),
    ...(await step("state", () =>
      stateFindings({ config, env, home, stateProblem, offline: access === undefined, signal }),
    )),
  ];
  const identity = await step("credentials", () => credentials({ aws, config, env, now: Date.now() }));
  // If the credentials do not work, every further call fails for the same reason.
  const further = "reason" in identity.caller ? contextAfter(identity.caller, aws) : aws;
  const after = [
    ...(await step("tokens", () => tokens({ config, env, aws: further }))),
    ...identity.findings,
    ...clusterAccess({ config, caller: identity.caller, created }),
    ...(await step("account", () => account({ ...options, aws: further, caller: identity.caller }))),
  ];
  const found = [...before, ...after];
  return { on, findings: areas.flatMap((area) => found.filter((each) => each.area === area)) };
}

/** A caller without the permission sts:GetCallerIdentity may still make other calls. */
function contextAfter(
  failure: AwsCallFailure,
  aws: AwsContext | AwsCallFailure,
): AwsContext | AwsCallFailure {
  return failure.trouble === "denied" || failure.trouble === "other" ? aws : failure;
}
