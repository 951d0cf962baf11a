/** `glrunner kubeconfig`: adds the cluster to the user's kubeconfig, as `aws eks update-kubeconfig` does. */
import { kubeconfig } from "../../clients/kubernetes/kubeconfig";
import { fail, type ConfigOption } from "../context/command-context";
import type { CommandCall } from "../definition/command";
import { exitCodes, type ExitCode } from "../exit-codes";
import { load } from "../context/load-config";

export async function runKubeconfig(call: CommandCall<ConfigOption>): Promise<ExitCode> {
  const config = load(call);
  if (config === undefined) return exitCodes.refused;
  const result = await kubeconfig({ config, env: call.env });
  if (!result.ok) return fail(call, result);
  const { path, context, changed } = result;
  call.print(result, `${context} is ${changed ? "now" : "already"} the current context of ${path}\n`);
  return exitCodes.ok;
}
