/** The configuration's runners as a job meets them: by tags, and with what each can do. */
import { parse } from "smol-toml";
import type { Config, Runner } from "../../config";
import { publishedPool } from "../../config/resolve/published-manifests";
import { isTable } from "../../config/runner-toml/merge";
import { jobSection } from "../../config/runner-toml/section";
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
      kubernetes: kubernetesKeys(runner),
      pollTimeoutSeconds: runner.manager.pollTimeoutSeconds,
    };
  });
}

/** Of the options and of `extraToml`, whose form was checked with the configuration. */
function kubernetesKeys({ job, extraToml }: Runner): ReadonlySet<string> {
  const { runners } = parse(extraToml ?? "");
  const first = Array.isArray(runners) ? runners[0] : undefined;
  const sections = [jobSection(job), ...(isTable(first) ? [first] : [])];
  return new Set(sections.flatMap(({ kubernetes }) => (isTable(kubernetes) ? Object.keys(kubernetes) : [])));
}

export const tagText = (tags: readonly string[]) => `tags: [${tags.join(", ")}]`;
