/** Converts one docker+machine runner to a runner of the new fleet. A job gets the CPU and memory that its machine had. */
import { vcpuOf } from "../../facts/kubernetes/nodes";
import { instancePrices } from "../../facts/aws/prices";
import type { RunnerInput } from "../runner-input";
import { finding, type CarriedOver, type OldFleet, type OldRunner } from "./old-runner";
import { volumesOf } from "./volumes";
import { warmOf } from "./idle-periods";
import { unlessEmpty } from "../import-cluster/values";

interface ConvertedRunner {
  readonly input: RunnerInput;
  readonly findings: readonly CarriedOver[];
}

/** vCPU for the helper container and the node's system pods. */
const helperCpu = 0.25;
/** The job's share of the machine's memory. The rest is for the helper, the kubelet and the system. */
const memoryShare = 0.8;

export function convertedRunner(
  old: OldRunner,
  fleet: OldFleet,
  taken: ReadonlySet<string>,
): ConvertedRunner {
  const { cache, requestConcurrency = 1 } = old;
  const name = uniqueName(old.name ?? "runner", taken);
  const size = jobSize(old);
  const volumes = volumesOf(old.volumes, `${old.key}.docker.volumes`);
  const environment = variables(old);
  const concurrent = concurrentOf(old, fleet);
  const idle = warmOf(old, concurrent);
  const bucket = cache?.bucket;
  return {
    input: {
      name,
      gitlabUrl: old.url,
      token: tokenOf(old, name),
      tags: old.tags && [...old.tags],
      runUntagged: old.runUntagged === true ? true : undefined,
      locked: old.locked,
      protected: old.protected === true ? true : undefined,
      maximumTimeoutSeconds: old.maximumTimeoutSeconds,
      compute: old.spot === true ? "spot-first" : "on-demand",
      concurrent,
      warm: idle.warm,
      job: unlessEmpty({
        image: old.image,
        pullPolicy: pullPolicies.find((policy) => policy === old.pullPolicy),
        ...size.job,
        privileged: old.privileged === true ? true : undefined,
        volumes: volumes.volumes,
      }),
      manager: requestConcurrency > 1 ? { requestConcurrency } : undefined,
      cache:
        bucket === undefined
          ? undefined
          : { bucket, region: cache?.region, prefix: cache?.prefix, shared: cache?.shared },
      environment: unlessEmpty(environment.values),
    },
    findings: [
      ...tagFindings(old),
      ...spotFindings(old),
      ...size.findings,
      ...volumes.findings,
      ...environment.findings,
      ...executorFindings(old),
      ...idle.findings,
      ...cacheFindings(old),
      ...diskFindings(old),
    ],
  };
}

const pullPolicies = ["always", "if-not-present", "never"] as const;

function uniqueName(text: string, taken: ReadonlySet<string>): string {
  const plain = text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^[^a-z]+|-+$/g, "")
    .slice(0, 36)
    .replace(/-+$/, "");
  const base = plain === "" ? "runner" : plain;
  let name = base;
  for (let next = 2; taken.has(name); next += 1) name = `${base}-${next}`;
  return name;
}

/** Refers to the token of a new runner. The old token is never copied: the old runner keeps running with it. */
function tokenOf({ ssmTokenParameter }: OldRunner, name: string): string {
  if (ssmTokenParameter !== undefined)
    return `ssm:${ssmTokenParameter.startsWith("/") ? "" : "/"}${ssmTokenParameter}`;
  return `env:TF_VAR_${name.replaceAll("-", "_")}_token`;
}

/** The lower limit of the runner and the fleet, at most the schema's maximum of 2000. */
function concurrentOf({ limit = 0 }: OldRunner, { concurrent }: OldFleet): number {
  const limits = [limit, concurrent ?? 0].filter((jobs) => jobs > 0);
  return Math.min(2000, ...(limits.length > 0 ? limits : [50]));
}

function jobSize({ instanceTypes, key }: OldRunner): {
  readonly job: { readonly cpu?: number; readonly memory?: string };
  readonly findings: readonly CarriedOver[];
} {
  const [type] = instanceTypes;
  if (type === undefined) return { job: {}, findings: [] };
  const family = instancePrices.families[type.split(".")[0] ?? ""];
  const vcpu = vcpuOf(type);
  if (family === undefined || vcpu === undefined) {
    const what = `glrunner does not know the size of ${type}: a job gets the default size`;
    const fix = "set runners[].job.cpu and runners[].job.memory to what a job needs";
    return { job: {}, findings: [finding(`${key} instance type`, what, fix)] };
  }
  const memoryMiB = Math.floor(vcpu * family.gibPerVcpu * 1024 * memoryShare) - 256;
  const what = `a job gets the CPU and memory of one ${type}, and Karpenter chooses the instances`;
  const fix =
    "lower runners[].job.cpu and runners[].job.memory to what a job needs: more jobs then share a node";
  return {
    job: { cpu: Math.min(16, vcpu - helperCpu - 0.5), memory: `${memoryMiB}Mi` },
    findings: [finding(`${key} instance type`, what, fix)],
  };
}

function variables({ environment, key }: OldRunner): {
  readonly values: Readonly<Record<string, string>>;
  readonly findings: readonly CarriedOver[];
} {
  const pattern = /^([A-Za-z_]\w*)=([\s\S]*)$/;
  const invalid = finding(
    `${key}.environment`,
    "an entry is not NAME=value",
    "set it in runners[].environment",
  );
  return {
    values: Object.fromEntries(
      environment.flatMap((assignment) => {
        const [, name, value] = pattern.exec(assignment) ?? [];
        return name === undefined || value === undefined ? [] : [[name, value]];
      }),
    ),
    findings: environment.filter((assignment) => !pattern.test(assignment)).map(() => invalid),
  };
}

function tagFindings({ tags, key }: OldRunner): readonly CarriedOver[] {
  if (tags !== undefined) return [];
  const what = "the file does not contain the runner's tags, which are in GitLab";
  return [finding(`${key} tags`, what, "set runners[].tags to the tags that your jobs use")];
}

function spotFindings({ spot, key }: OldRunner): readonly CarriedOver[] {
  if (spot !== true) return [];
  const what =
    "the machines were Spot instances; spot-first uses on-demand nodes while no Spot capacity is available";
  const fix =
    "nothing; for Spot only, set `compute: spot`, and keep a runner on fargate or on-demand for jobs that must not wait";
  return [finding(`${key} Spot`, what, fix)];
}

function executorFindings({ executor = "docker+machine", key }: OldRunner): readonly CarriedOver[] {
  if (executor.startsWith("docker")) return [];
  const what = `jobs ran with the executor ${executor}, without an image`;
  const fix = "set runners[].job.image to an image with the tools that the jobs need";
  return [finding(`${key}.executor`, what, fix)];
}

function cacheFindings({ cache, key }: OldRunner): readonly CarriedOver[] {
  if (cache === undefined || cache.bucket !== undefined) return [];
  const what =
    cache.created === true
      ? "the old module created the cache bucket, and destroys it with the old runners"
      : "the cache has no bucket name";
  return [finding(`${key} cache`, what, "set runners[].cache to a bucket for the new fleet")];
}

function diskFindings({ rootDiskGiB, key }: OldRunner): readonly CarriedOver[] {
  if (rootDiskGiB === undefined) return [];
  const what = `each machine had a disk of ${rootDiskGiB} GiB for one job`;
  const fix = "set runners[].job.ephemeralStorage if a job needs more than 10 GiB";
  return [finding(`${key} root size`, what, fix)];
}
