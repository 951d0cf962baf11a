/** `glrunner policy`: the IAM policies that whoever deploys this configuration needs. */
import { deployerPolicies, type DeployerPolicies } from "../../check/policy";
import { exitCodes, load, type Call, type ExitCode } from "../command-context";

export function runPolicy(call: Call): ExitCode {
  const config = load(call);
  if (config === undefined) return exitCodes.refused;
  const policies = deployerPolicies(config);
  call.print(policies, policyText(policies));
  return exitCodes.ok;
}

export function policyText(policies: DeployerPolicies): string {
  return `${JSON.stringify(policies, null, 2)}\n`;
}
