import * as z from "zod";
import { formed } from "./common";
import { providerPins, versionSets, type PinnedProvider, type VersionSetName } from "../../../modules/pins";

const exactVersion = formed(/^\d+\.\d+\.\d+$/, "an exact version such as 1.15.0", 20);
/** Only old charts have a `v`. A rule checks which. */
const karpenterVersion = formed(/^v?\d+\.\d+\.\d+$/, "an exact chart version such as 1.15.0", 20);

const provider = (name: PinnedProvider) => {
  const { source, version, reason } = providerPins[name];
  return exactVersion.optional().describe(`Provider ${source}. Default: ${version}, ${reason}.`);
};

const providerVersions = {
  aws: provider("aws"),
  helm: provider("helm"),
  kubernetes: provider("kubernetes"),
  kubectl: provider("kubectl"),
  time: provider("time"),
  tls: provider("tls"),
  cloudinit: provider("cloudinit"),
} satisfies Record<PinnedProvider, z.ZodType>;

export const versionsSchema = z
  .strictObject({
    set: z
      .enum(Object.keys(versionSets) as VersionSetName[])
      .default("current")
      .describe(
        "The tested combination to start from. `tutorial` is the combination of the May 2023 tutorial.",
      ),
    kubernetes: formed(/^1\.\d+$/, 'a Kubernetes minor version in quotes, such as "1.35"', 10)
      .optional()
      .describe("Kubernetes version of the cluster. Default: the version set's."),
    karpenter: karpenterVersion
      .optional()
      .describe(
        "Karpenter chart version. Default: the version set's. It must support the Kubernetes version.",
      ),
    runnerChart: exactVersion
      .optional()
      .describe("Version of the gitlab-runner chart. Default: the version set's."),
    providers: z
      .strictObject(providerVersions)
      .prefault({})
      .describe("Exact provider versions. Default: the version set's."),
  })
  .prefault({})
  .describe("The version set, and versions that differ from it.");
