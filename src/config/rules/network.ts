/** Zones, subnets, and the choice between a created and an existing network. */
import { isMapping, valueAt, type Path } from "../paths";
import { needs, type Findings, type Rule } from "./rule";

function duplicates(
  code: "zone-duplicate" | "subnet-duplicate",
  values: readonly string[],
  path: Path,
): Findings {
  return values.map(
    (value, index) =>
      values.indexOf(value) < index && {
        code,
        path: [...path, index],
        value,
        message: "the list names this twice",
        allowed: "each one once",
        fix: "remove one of them",
      },
  );
}

export const zonesOfRegion: Rule = needs(["region", "network"], ({ region, network: { zones } }) => {
  if (typeof zones === "number") return undefined;
  const foreign = zones.map(
    (zone, index) =>
      zone.slice(0, -1) !== region && {
        code: "zone-region" as const,
        path: ["network", "zones", index],
        value: zone,
        message: `this zone is not in ${region}`,
        allowed: `zones of ${region}, such as ${region}a`,
        fix: `name zones of ${region}, or set their number`,
      },
  );
  return [foreign, duplicates("zone-duplicate", zones, ["network", "zones"])];
});

export const existingSubnets: Rule = needs(["network"], ({ network: { existing } }) =>
  duplicates("subnet-duplicate", existing?.privateSubnetIds ?? [], [
    ...["network", "existing", "privateSubnetIds"],
  ]),
);

/** Reads the raw input, because defaults would hide which keys the user set. */
export const existingAlone: Rule = ({ raw }) => {
  const network = valueAt(raw, ["network"]);
  if (!isMapping(network) || network.existing === undefined) return undefined;
  return ["cidr", "zones", "nat", "endpoints"]
    .filter((key) => network[key] !== undefined)
    .map((key) => ({
      code: "existing-network-mixed",
      path: ["network", key],
      value: network[key],
      message: "an existing VPC has its own value, so this key would have no effect",
      allowed: "either network.existing, or cidr, zones, nat and endpoints",
      fix: `remove network.${key}, or network.existing`,
    }));
};

/** The published provisioner names zones, and finds subnets by a tag that only the tutorial's subnets have. */
export const existingWithTutorial: Rule = needs(
  ["versions", "network"],
  ({ versions, network }) =>
    versions.set === "tutorial" &&
    network.existing !== undefined && {
      code: "existing-network-tutorial",
      path: ["network", "existing"],
      value: network.existing.vpcId,
      message: "version set tutorial always has the VPC that the tutorial creates",
      allowed: "version set current, or no network.existing",
      fix: "remove network.existing, or versions.set",
    },
);
