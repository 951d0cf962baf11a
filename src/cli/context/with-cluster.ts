/** Gives a command access to the cluster of its configuration with kubectl. */
import type { Config } from "../../config";
import type { ClusterCall } from "../../clients/kubernetes/kubectl";
import { describeFailure, temporaryKubeconfig } from "../../clients/kubernetes/kubeconfig";
import { fail, type ConfigOption } from "./command-context";
import type { CommandCall } from "../definition/command";
import type { ExitCode } from "../exit-codes";

/** @returns what `use` returns, or an exit code after printing why the cluster cannot be reached */
export async function withCluster(
  call: CommandCall<ConfigOption>,
  config: Config,
  use: (cluster: ClusterCall) => Promise<ExitCode>,
): Promise<ExitCode> {
  const { env } = call;
  const kubeconfig = await temporaryKubeconfig({ config, env }).catch(describeFailure);
  if (kubeconfig !== undefined && "code" in kubeconfig) return fail(call, kubeconfig);
  if (kubeconfig === undefined) {
    const message = `there is no cluster ${config.name} in ${config.region} that answers yet`;
    return fail(call, { code: "cluster-missing", message });
  }
  try {
    return await use({ kubeconfig: kubeconfig.path, env });
  } finally {
    kubeconfig.remove();
  }
}
