/** The configuration's runners as a job meets them: by tags, and with what each can do. */
import { parse, type TomlValue } from "smol-toml";
import type { Config, Runner } from "../../config";
import { publishedPool } from "../../config/resolve/published-manifests";
import { toMiB } from "../../config/units";
import type { Tagged } from "../../config/resolve/routing";
import { largestFargateSize } from "../../facts/fargate";

export interface FleetRunner extends Tagged {
  readonly name: string;
  readonly compute: Runner["compute"];
  readonly concurrent: number;
  readonly privileged: boolean;
  readonly architecture: Runner["architecture"];
  /** Families of its instances, by their first letters; none on Fargate. */
  readonly categories: readonly string[];
  readonly largestVcpu: number;
  readonly image: string;
  readonly job: { readonly cpu: number; readonly memoryMiB: number };
  readonly helper: { readonly cpu: number; readonly memoryMiB: number };
  /** Settings of its TOML, such as `cpu_request_overwrite_max_allowed`. */
  readonly kubernetes: ReadonlySet<string>;
  readonly pollTimeoutSeconds: number;
}

export function fleetOf(config: Config): readonly FleetRunner[] {
  return config.runners.map((runner) => {
    const { job } = runner;
    const { nodePools } = config.addons.karpenter;
    const pool = (runner.nodePool === undefined ? undefined : nodePools[runner.nodePool]) ?? publishedPool;
    const { name, tags, runUntagged, compute, concurrent, architecture } = runner;
    return {
      ...{ name, tags, runUntagged, compute, concurrent, architecture },
      privileged: job.privileged,
      categories: compute === "fargate" ? [] : pool.instanceCategories,
      largestVcpu: compute === "fargate" ? largestFargateSize.vcpu : Math.max(...pool.cpus),
      image: job.image,
      job: { cpu: job.cpu, memoryMiB: toMiB(job.memory) },
      helper: { cpu: job.helper.cpu, memoryMiB: toMiB(job.helper.memory) },
      kubernetes: kubernetesKeys(runner.extraToml),
      pollTimeoutSeconds: runner.manager.pollTimeoutSeconds,
    };
  });
}

/** Its form was checked with the configuration. */
function kubernetesKeys(toml: string | undefined): ReadonlySet<string> {
  const { runners } = parse(toml ?? "");
  const first = Array.isArray(runners) ? runners[0] : undefined;
  const kubernetes = isTable(first) ? first.kubernetes : undefined;
  return new Set(isTable(kubernetes) ? Object.keys(kubernetes) : []);
}

function isTable(value: TomlValue | undefined): value is Record<string, TomlValue> {
  return typeof value === "object" && !Array.isArray(value) && !(value instanceof Date);
}

export const tagText = (tags: readonly string[]) => `tags: [${tags.join(", ")}]`;
