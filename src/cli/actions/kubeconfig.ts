/** `glrunner kubeconfig`: the command that the tutorial's reader lost, as a command. */
import { kubeconfig } from "../../clients/kubernetes/kubeconfig";
import { exitCodes, fail, load, type Call, type ExitCode } from "../command-context";

export async function runKubeconfig(call: Call): Promise<ExitCode> {
  const config = load(call);
  if (config === undefined) return exitCodes.refused;
  const result = await kubeconfig({ config, env: call.env });
  if (!result.ok) return fail(call, result.message, result.fix);
  const { path, context, changed } = result;
  call.print(result, `${context} is ${changed ? "now" : "already"} the current context of ${path}\n`);
  return exitCodes.ok;
}
