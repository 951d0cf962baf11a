/**
 * Warm capacity of a runner: GitLab Runner keeps a Deployment of pause pods in the jobs' namespace, with as many pods as the current
 * policy sets. A job pod displaces a pause pod at once, and Karpenter adds a node for the displaced pod.
 *
 * Alternatives, as of 2026-11-30: Karpenter's CapacityBuffer is alpha, off by default, requires 1.13 and has no schedule
 * (aws/karpenter-provider-aws@v1.14.1: website/content/en/docs/reference/settings.md, concepts/capacitybuffers.md). Placeholder pods of
 * our own need a CronJob that scales them, and miss a window if it does not run.
 */
import type { TomlTable } from "smol-toml";
import { images } from "../../../../modules/pins";
import type { Config, Runner } from "../../config";
import { publishedPool } from "../../resolve/published-manifests";
import { pausePods, periodsOf } from "../../resolve/warm";
import { warmPriorityClass } from "../../resource-names";
import { computed, type TomlSetting } from "../setting";

/** The runner uses the last policy whose period matches. */
function autoscaler({ addons }: Config, { name, warm, job, nodePool }: Runner): TomlTable | undefined {
  if (warm === undefined) return undefined;
  const pool = (nodePool === undefined ? undefined : addons.karpenter.nodePools[nodePool]) ?? publishedPool;
  return {
    pause_pod_image: images.pause,
    pause_pod_priority_class_name: warmPriorityClass(name),
    policy: [
      { periods: ["* * * * *"], timezone: "UTC", idle_count: pausePods(pool, job, warm.jobs) },
      ...warm.schedule.map((window) => ({
        periods: [...periodsOf(window)],
        timezone: window.timezone,
        idle_count: pausePods(pool, job, window.jobs),
      })),
    ],
  };
}

export const warmSettings: readonly TomlSetting[] = [computed("kubernetes.autoscaler", "warm", autoscaler)];
