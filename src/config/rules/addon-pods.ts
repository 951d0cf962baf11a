/** The pods of Blueprints add-ons have somewhere to run. */
import { needsManagedNodes } from "../placement/managed-nodes";
import { enabledAddons } from "../resolve/addon-places";
import { problem } from "../input/problems";
import { catchesSome } from "../resolve/selectors";
import { profilesOf } from "./profiles";
import { needs, type Rule } from "./rule";

/** kube-system is a rule of its own. */
export const addonsCaught: Rule = needs(["name", "versions", "cluster", "addons", "fleet"], (sections) => {
  const { cluster, addons } = sections;
  if (cluster.systemPods !== "fargate") return [];
  const profiles = profilesOf(sections);
  return enabledAddons(addons.blueprints)
    .filter(({ daemonSet, namespace }) => daemonSet !== "only" && namespace !== "kube-system")
    .filter(({ namespace }) => !catchesSome(profiles, namespace))
    .map(({ addon, namespace }) =>
      problem({
        code: "addon-uncaught",
        path: ["addons", "blueprints", `enable_${addon}`],
        value: true,
        message: `no Fargate profile matches the namespace ${namespace} of this add-on: its pods would stay pending`,
        allowed: `a selector for ${namespace}, or systemPods: nodes`,
        fix: `add a selector with namespace ${namespace}, or remove cluster.fargateProfiles`,
      }),
    );
});

/** Node pools are no help: their taint keeps everything but jobs away. */
export const addonNodes: Rule = needs(["cluster", "addons"], ({ cluster, addons }) => {
  if (needsManagedNodes(cluster)) return [];
  return enabledAddons(addons.blueprints)
    .filter(({ daemonSet }) => daemonSet !== "none")
    .map(({ addon, daemonSet }) =>
      problem({
        code: "addon-needs-nodes",
        path: ["addons", "blueprints", `enable_${addon}`],
        value: true,
        message: `${daemonSet === "only" ? "this add-on is" : "a part of this add-on is"} a DaemonSet, which Fargate does not run, and there is no managed node group`,
        allowed: "add-ons without a DaemonSet, or systemPods or managers on nodes",
        fix: "remove it, or set systemPods: nodes",
      }),
    );
});
