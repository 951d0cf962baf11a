/** `glrunner policy`: prints the IAM policies that a deploy of this configuration needs. */
import { deployerPolicies, type DeployerPolicies } from "../../check/policy";
import type { ConfigOption } from "../context/command-context";
import type { CommandCall } from "../definition/command";
import { exitCodes, type ExitCode } from "../exit-codes";
import { load } from "../context/load-config";

export function runPolicy(call: CommandCall<ConfigOption>): ExitCode {
  const config = load(call);
  if (config === undefined) return exitCodes.refused;
  const policies = deployerPolicies(config);
  call.print(policies, policyText(policies));
  return exitCodes.ok;
}

export function policyText(policies: DeployerPolicies): string {
  return `${JSON.stringify(policies, null, 2)}\n`;
}
