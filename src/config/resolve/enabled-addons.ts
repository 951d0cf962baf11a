/** The enabled Blueprints add-ons, and the namespaces of their pods. */
import { valueAt } from "../paths";
import { blueprintsNamespaces, type AddonNamespace } from "../../facts/kubernetes/addon-namespaces";

type Blueprints = Readonly<Record<string, unknown>>;

/** The enabled add-ons of the table of facts, each with the namespace from the configuration if it sets one. */
export function enabledAddons(blueprints: Blueprints): readonly AddonNamespace[] {
  return blueprintsNamespaces
    .filter(({ addon }) => valueAt(blueprints, [`enable_${addon}`]) === true)
    .map((known) => {
      const helm = valueAt(blueprints, [`${known.helm}_helm_config`]);
      const release = known.namedAsRelease === true ? valueAt(helm, ["name"]) : undefined;
      const given = valueAt(helm, ["namespace"]) ?? release;
      return typeof given === "string" && given !== "" ? { ...known, namespace: given } : known;
    });
}

const isAgent = ({ daemonSet }: AddonNamespace) => daemonSet === "only";

/** Enabled add-ons that have only a DaemonSet, and so no pod on Fargate. */
export function nodeAgents(blueprints: Blueprints): readonly string[] {
  return enabledAddons(blueprints)
    .filter(isAgent)
    .map(({ addon }) => addon);
}

/** All other enabled add-ons, including those of kube-system, which the table leaves out. */
export function addonsWithPods(blueprints: Blueprints): readonly string[] {
  const agents = nodeAgents(blueprints);
  return Object.entries(blueprints)
    .filter(([key, value]) => key.startsWith("enable_") && value === true)
    .map(([key]) => key.replace("enable_", ""))
    .filter((addon) => !agents.includes(addon));
}

/** Namespaces that need a Fargate profile. Pods of a DaemonSet are left to nodes: on Fargate they would stay pending. */
export function addonNamespaces(blueprints: Blueprints): readonly string[] {
  const placed = enabledAddons(blueprints).filter((addon) => !isAgent(addon));
  return [...new Set(placed.map(({ namespace }) => namespace))];
}
