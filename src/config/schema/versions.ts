import * as z from "zod";
import { formed } from "./common";
import { providerPins, versionSets, type PinnedProvider, type VersionSetName } from "../../../modules/pins";

const exactVersion = formed(/^\d+\.\d+\.\d+$/, "an exact version such as 1.15.0", 20);
/** A `v` belongs to the old charts only; a rule says which. */
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
      .describe("Which tested combination to start from. `tutorial` is the May 2023 tutorial's own."),
    kubernetes: formed(/^1\.\d+$/, 'a Kubernetes minor version in quotes, such as "1.35"', 10)
      .optional()
      .describe("Kubernetes version of the cluster. Default: the version set's."),
    karpenter: karpenterVersion
      .optional()
      .describe("Karpenter chart version. Default: the version set's. Must fit the Kubernetes version."),
    runnerChart: exactVersion
      .optional()
      .describe("Version of the gitlab-runner chart. Default: the version set's."),
    providers: z
      .strictObject(providerVersions)
      .prefault({})
      .describe("Exact provider versions. Default: the version set's."),
  })
  .prefault({})
  .describe("Version set, and each version in it.");
