/** The pods of Blueprints add-ons have somewhere to run. */
import { needsManagedNodes } from "../placement/managed-nodes";
import { enabledAddons } from "../resolve/enabled-addons";
import { catchesSome } from "../resolve/selectors";
import { withProfiles } from "./profiles";
import { needs, type Rule } from "./rule";

/** A rule of its own covers kube-system. */
export const addonsCaught: Rule = withProfiles(({ cluster, addons }, profiles) =>
  enabledAddons(addons.blueprints)
    .filter(({ daemonSet, namespace }) => daemonSet !== "only" && namespace !== "kube-system")
    .filter(({ namespace }) => cluster.systemPods === "fargate" && !catchesSome(profiles, namespace))
    .map(({ addon, namespace }) => ({
      code: "addon-uncaught",
      path: ["addons", "blueprints", `enable_${addon}`],
      value: true,
      message: `no Fargate profile matches the namespace ${namespace} of this add-on, so its pods would stay pending`,
      allowed: `a selector for ${namespace}, or systemPods: nodes`,
      fix: `add a selector with namespace ${namespace}, or remove cluster.fargateProfiles`,
    })),
);

/** Node pools do not help: their taint keeps every pod but the jobs away. */
export const addonNodes: Rule = needs(["cluster", "addons"], ({ cluster, addons }) => {
  if (needsManagedNodes(cluster)) return undefined;
  return enabledAddons(addons.blueprints)
    .filter(({ daemonSet }) => daemonSet !== "none")
    .map(({ addon, daemonSet }) => ({
      code: "addon-needs-nodes",
      path: ["addons", "blueprints", `enable_${addon}`],
      value: true,
      message: `${daemonSet === "only" ? "this add-on is" : "a part of this add-on is"} a DaemonSet, which Fargate does not run, and there is no managed node group`,
      allowed: "add-ons without a DaemonSet, or systemPods or managers on nodes",
      fix: "remove it, or set systemPods: nodes",
    }));
});
