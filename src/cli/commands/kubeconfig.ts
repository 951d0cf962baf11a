import { noArguments } from "../definition/arguments";
import { defineCommand } from "../definition/command";
import { config } from "./shared-options";

export const kubeconfig = defineCommand({
  name: "kubeconfig",
  summary: "Add the cluster to your kubeconfig",
  arguments: noArguments,
  options: { config },
  examples: [
    {
      command: "glrunner kubeconfig && kubectl get pods --all-namespaces",
      purpose: "Use kubectl with the cluster.",
    },
  ],
  exits: { failed: "The cluster does not exist, or the kubeconfig could not be written." },
  run: async (call) => (await import("../actions/kubeconfig")).runKubeconfig(call),
});
