/** The runners of the configuration as lint rules see them: their tags, and what their jobs can do. */
import { parse, type TomlTable } from "smol-toml";
import type { Config, Runner } from "../../config";
import { publishedPool } from "../../config/resolve/published-manifests";
import { isTable, mergeToml } from "../../config/runner-toml/merge";
import { runnerSection } from "../../config/runner-toml/section";
import { toMiB } from "../../config/units";
import { poolOf } from "../capacity/groups";
import { largestFargateSize } from "../../facts/aws/fargate";

/** A runner with all its options, the limits of its pods and its node pool, and its TOML. */
export interface FleetRunner extends Omit<Runner, "job"> {
  readonly privileged: boolean;
  /** Instance categories of its node pool, such as `c`; empty on Fargate. */
  readonly categories: readonly string[];
  readonly largestVcpu: number;
  readonly image: string;
  readonly job: { readonly cpu: number; readonly memoryMiB: number };
  readonly helper: { readonly cpu: number; readonly memoryMiB: number };
  /** Its section `[runners.kubernetes]` of the runner's TOML. */
  readonly kubernetes: TomlTable;
}

/** The runners of a configuration, in its order. */
export function fleetOf(config: Config): readonly FleetRunner[] {
  return config.runners.map((runner) => {
    const { job, compute } = runner;
    const pool = poolOf(config.addons, runner) ?? publishedPool;
    return {
      ...runner,
      privileged: job.privileged,
      categories: compute === "fargate" ? [] : pool.instanceCategories,
      largestVcpu: compute === "fargate" ? largestFargateSize.vcpu : Math.max(...pool.cpus),
      image: job.image,
      job: { cpu: job.cpu, memoryMiB: toMiB(job.memory) },
      helper: { cpu: job.helper.cpu, memoryMiB: toMiB(job.helper.memory) },
      kubernetes: kubernetesOf(config, runner),
    };
  });
}

/** Merges the settings of the options with `extraToml`, whose form the configuration rules have checked. */
function kubernetesOf(config: Config, runner: Runner): TomlTable {
  const { runners } = parse(runner.extraToml ?? "");
  const first = Array.isArray(runners) ? runners[0] : undefined;
  const { kubernetes } = mergeToml(runnerSection(config, runner), isTable(first) ? first : {});
  return isTable(kubernetes) ? kubernetes : {};
}

/** A setting that is a text or a list of texts. */
export function settingTexts({ kubernetes }: FleetRunner, name: string): readonly string[] {
  const value = kubernetes[name];
  const all = Array.isArray(value) ? value : [value];
  return all.flatMap((text) => (typeof text === "string" && text !== "" ? [text] : []));
}

/** A setting that is a table or a list of tables. */
export function settingTables({ kubernetes }: FleetRunner, name: string): readonly TomlTable[] {
  const value = kubernetes[name];
  return (Array.isArray(value) ? value : [value]).filter((table) => isTable(table));
}

export const tagText = (tags: readonly string[]) => `tags: [${tags.join(", ")}]`;

/** The tags that a job sets to run on this runner. */
export const runnerProposal = ({ name, tags }: FleetRunner) => `${tagText(tags)}, of runner ${name}`;
