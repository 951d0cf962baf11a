/** Zones, NAT, and the choice between a created and an existing network. */
import { isMapping, valueAt, type Path } from "../paths";
import { problem, type Problem } from "../input/problems";
import { needs, type Rule } from "./rule";

function duplicates(
  code: "zone-duplicate" | "subnet-duplicate",
  values: readonly string[],
  path: Path,
): readonly Problem[] {
  return values.flatMap((value, index) =>
    values.indexOf(value) === index
      ? []
      : [
          problem({
            code,
            path: [...path, index],
            value,
            message: "this is named twice",
            allowed: "each one once",
            fix: "remove one of them",
          }),
        ],
  );
}

export const zonesOfRegion: Rule = needs(["region", "network"], ({ region, network }) => {
  const { zones } = network;
  if (typeof zones === "number") return [];
  const foreign = zones.flatMap((zone, index) =>
    zone.slice(0, -1) === region
      ? []
      : [
          problem({
            code: "zone-region",
            path: ["network", "zones", index],
            value: zone,
            message: `this zone is not in ${region}`,
            allowed: `zones of ${region}, such as ${region}a`,
            fix: `name zones of ${region}, or give their number`,
          }),
        ],
  );
  return [...foreign, ...duplicates("zone-duplicate", zones, ["network", "zones"])];
});

export const existingSubnets: Rule = needs(["network"], ({ network }) =>
  duplicates("subnet-duplicate", network.existing?.privateSubnetIds ?? [], [
    "network",
    "existing",
    "privateSubnetIds",
  ]),
);

/** Looks at what was written, because defaults would hide it. */
export const existingAlone: Rule = ({ raw }) => {
  const network = valueAt(raw, ["network"]);
  if (!isMapping(network) || network.existing === undefined) return [];
  return ["cidr", "zones", "nat", "endpoints"]
    .filter((key) => network[key] !== undefined)
    .map((key) =>
      problem({
        code: "existing-network-mixed",
        path: ["network", key],
        value: network[key],
        message: "an existing VPC has its own value, so this key would have no effect",
        allowed: "either network.existing, or cidr, zones, nat and endpoints",
        fix: `remove network.${key}, or network.existing`,
      }),
    );
};

/** The published provisioner names zones, and finds subnets by a tag that only our own carry. */
export const existingWithTutorial: Rule = needs(["versions", "network"], ({ versions, network }) =>
  versions.set !== "tutorial" || network.existing === undefined
    ? []
    : [
        problem({
          code: "existing-network-tutorial",
          path: ["network", "existing"],
          value: network.existing.vpcId,
          message: "version set tutorial is the tutorial's cluster, in the VPC that the tutorial makes",
          allowed: "version set current, or no network.existing",
          fix: "remove network.existing, or versions.set",
        }),
      ],
);
