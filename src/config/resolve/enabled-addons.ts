/** Which of the Blueprints add-ons that are on have pods, and in which namespaces. */
import { valueAt } from "../paths";
import { blueprintsNamespaces, type AddonNamespace } from "../../facts/kubernetes/addon-namespaces";

type Blueprints = Readonly<Record<string, unknown>>;

/** Those of the table, in its order, with the namespace that the configuration may give. */
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

/** Those that are a DaemonSet and nothing else: nothing of them is on Fargate. */
export function nodeAgents(blueprints: Blueprints): readonly string[] {
  return enabledAddons(blueprints)
    .filter(isAgent)
    .map(({ addon }) => addon);
}

/** All others that are on; the table has not those of kube-system, where they have pods as well. */
export function addonsWithPods(blueprints: Blueprints): readonly string[] {
  const agents = nodeAgents(blueprints);
  return Object.entries(blueprints)
    .filter(([key, value]) => key.startsWith("enable_") && value === true)
    .map(([key]) => key.replace("enable_", ""))
    .filter((addon) => !agents.includes(addon));
}

/** A DaemonSet's own pods are left to nodes: caught for Fargate they would stay pending on every node. */
export function addonNamespaces(blueprints: Blueprints): readonly string[] {
  const placed = enabledAddons(blueprints).filter((place) => !isAgent(place));
  return [...new Set(placed.map(({ namespace }) => namespace))];
}
