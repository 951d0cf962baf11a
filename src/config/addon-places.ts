/** Which of the Blueprints add-ons that are on have pods, and in which namespaces. */
import { valueAt } from "./paths";
import { addonPlaces, type AddonPlace } from "./tables/addon-namespaces";

type Blueprints = Readonly<Record<string, unknown>>;

/** Those of the table, in its order, with the namespace that the configuration may give. */
export function enabledAddons(blueprints: Blueprints): readonly AddonPlace[] {
  return addonPlaces
    .filter(({ addon }) => valueAt(blueprints, [`enable_${addon}`]) === true)
    .map((known) => {
      const helm = valueAt(blueprints, [`${known.helm}_helm_config`]);
      const release = known.namedAsRelease === true ? valueAt(helm, ["name"]) : undefined;
      const given = valueAt(helm, ["namespace"]) ?? release;
      return typeof given === "string" && given !== "" ? { ...known, namespace: given } : known;
    });
}

/** A DaemonSet's own pods are left to nodes: caught for Fargate they would stay pending on every node. */
export function addonNamespaces(blueprints: Blueprints): readonly string[] {
  const placed = enabledAddons(blueprints).filter(({ daemonSet }) => daemonSet !== "only");
  return [...new Set(placed.map(({ namespace }) => namespace))];
}
