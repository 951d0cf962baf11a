/**
 * Reports before a deployment what would stop it or make it expensive. Looks at the configuration, the machine, the
 * calendar of versions, the runner tokens, the credentials and the account. It only reads. A check that cannot be made
 * is a finding of level `unknown` with the reason, never an exception.
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
  const further = "reason" in identity.caller ? withoutRight(identity.caller, aws) : aws;
  const after = [
    ...(await step("tokens", () => tokens({ config, env, aws: further }))),
    ...identity.findings,
    ...clusterAccess({ config, caller: identity.caller, created }),
    ...(await step("account", () => account({ ...options, aws: further, caller: identity.caller }))),
  ];
  const found = [...before, ...after];
  return { on, findings: areas.flatMap((area) => found.filter((each) => each.area === area)) };
}

/** A caller without the right to sts:GetCallerIdentity may still make other calls. */
function withoutRight(
  failure: AwsCallFailure,
  aws: AwsContext | AwsCallFailure,
): AwsContext | AwsCallFailure {
  return failure.trouble === "denied" || failure.trouble === "other" ? aws : failure;
}
