/** A network without NAT: services that its VPC endpoints reach, and images that no endpoint reaches. */
import { images } from "../../../modules/pins";
import { needsManagedNodes } from "../placement/managed-nodes";
import { gitlabRegistry } from "../resolve/images";
import { setDefaults } from "../resolve/versions";
import type { FleetEntry } from "../input/parse-sections";
import { neededEndpoints } from "../../facts/aws/vpc-endpoints";
import { needs, type Rule } from "./rule";

/** Registries that a VPC endpoint reaches. Source: ECR user guide, "Amazon ECR interface VPC endpoints" (2026-11). */
const privateEcr = /^\d{12}\.dkr\.ecr\.[a-z0-9-]+\.(amazonaws\.com|amazonaws\.eu)$/;
const registryOf = (image: string) => {
  const [first = ""] = image.split("/");
  return image.includes("/") && /[.:]/.test(first) ? first : "docker.io";
};

/** Registries of images that managers, jobs and Karpenter pull, and that no VPC endpoint reaches. */
function unreachable(
  fleet: readonly FleetEntry[],
  mirrors: Readonly<Record<string, string>>,
): readonly string[] {
  const own = [registryOf(images.node), ...(fleet.length === 0 ? [] : [gitlabRegistry])];
  const chosen = own.map((registry) => (Object.hasOwn(mirrors, registry) ? mirrors[registry] : registry));
  const named = fleet.flatMap(({ runner: { job } }) =>
    job.image === images.job ? [] : [registryOf(job.image)],
  );
  const registries = [...chosen, ...named].map((registry = "") => registry.split("/")[0] ?? "");
  return [...new Set(registries)].filter((registry) => !privateEcr.test(registry));
}

export const natNone: Rule = needs(
  ["versions", "network", "cluster", "addons", "fleet", "images"],
  ({ versions, network, cluster, addons, fleet, images: { mirrors } }) => {
    const { endpoints } = network;
    if (network.nat !== "none" || network.existing !== undefined) return undefined;
    if (endpoints === undefined) {
      return {
        code: "nat-none",
        path: ["network", "nat"],
        value: "none",
        message:
          "without NAT, pods cannot pull images or reach GitLab unless the VPC has another route to the internet",
        allowed:
          "single, per-zone, or none with network.endpoints and a GitLab that is reachable without the internet",
        fix: "use single, or set network.endpoints: auto",
      };
    }
    const needed = neededEndpoints({
      karpenter: addons.karpenter.enabled,
      nodes: needsManagedNodes(cluster),
      logging: addons.logging.enabled ?? setDefaults[versions.set].logging,
    });
    const missing = endpoints === "auto" ? [] : needed.filter((service) => !endpoints.includes(service));
    const registries = unreachable(fleet, mirrors);
    return [
      missing.length > 0 && {
        code: "endpoints-missing",
        path: ["network", "endpoints"],
        value: endpoints,
        message: `without NAT, pods and nodes cannot reach ${missing.join(", ")}`,
        allowed: `auto, or a list with ${needed.join(", ")}`,
        fix: `add ${missing.join(", ")}, or set auto`,
      },
      registries.length > 0 && {
        code: "endpoints-images",
        path: ["images", "mirrors"],
        value: mirrors,
        message: `no VPC endpoint reaches ${registries.join(", ")}, so no pod can pull these images`,
        allowed: "images in your own ECR: ACCOUNT.dkr.ecr.REGION.amazonaws.com",
        fix: "copy the images to your ECR and name it under images.mirrors; a pull-through cache needs NAT for the first pull",
      },
    ];
  },
);
