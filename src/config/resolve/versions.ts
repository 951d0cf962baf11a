/** The versions of a configuration: those of the version set, and overrides. */
import { providerPins, versionSets } from "../../../modules/pins";
import type { Versions } from "../config";
import type { ParsedConfig } from "../schema";

/** Fills in the versions of the version set. */
export function resolveVersions(given: ParsedConfig["versions"]): Versions {
  const set = versionSets[given.set];
  const { aws, helm, kubernetes, kubectl, time, tls, cloudinit } = given.providers;
  return {
    set: given.set,
    kubernetes: given.kubernetes ?? set.kubernetes,
    karpenter: given.karpenter ?? set.karpenter,
    runnerChart: given.runnerChart ?? set.runnerChart,
    providers: {
      aws: aws ?? providerPins.aws.version,
      helm: helm ?? providerPins.helm.version,
      kubernetes: kubernetes ?? providerPins.kubernetes.version,
      kubectl: kubectl ?? providerPins.kubectl.version,
      time: time ?? providerPins.time.version,
      tls: tls ?? providerPins.tls.version,
      cloudinit: cloudinit ?? providerPins.cloudinit.version,
    },
  };
}

/** Defaults other than versions that differ between the version sets: as published in the tutorial, and glrunner's own. */
export const setDefaults = {
  tutorial: { ebsCsi: true, logging: false },
  current: { ebsCsi: false, logging: true },
} as const satisfies Record<Versions["set"], { ebsCsi: boolean; logging: boolean }>;
