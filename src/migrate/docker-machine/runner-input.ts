/** One docker+machine runner as a runner of the new fleet. A job gets what its machine had. */
import { vcpuOf } from "../../facts/kubernetes/nodes";
import { instancePrices } from "../../facts/aws/prices";
import type { RunnerInput } from "../import-cluster/runner-input";
import type { CarriedOver, OldFleet, OldRunner } from "./old-runner";
import { volumesOf } from "./volumes";
import { warmOf } from "./idle-periods";

interface ConvertedRunner {
  readonly input: RunnerInput;
  readonly findings: readonly CarriedOver[];
}

/** vCPU that stays for the helper and the node's own pods. */
const helperCpu = 0.25;
/** Share of the machine's memory that the job gets; the rest is the helper's, the kubelet's and the system's. */
const memoryShare = 0.8;

export function convertedRunner(
  old: OldRunner,
  fleet: OldFleet,
  taken: ReadonlySet<string>,
): ConvertedRunner {
  const name = uniqueName(old.name ?? "runner", taken);
  const size = jobSize(old);
  const volumes = volumesOf(old.volumes, `${old.key}.docker.volumes`);
  const environment = variables(old);
  const concurrent = concurrentOf(old, fleet);
  const idle = warmOf(old, concurrent);
  const pull = pullPolicies[old.pullPolicy ?? ""];
  const job = {
    ...(old.image !== undefined && { image: old.image }),
    ...(pull !== undefined && { pullPolicy: pull }),
    ...size.job,
    ...(old.privileged === true && { privileged: true }),
    ...(volumes.volumes !== undefined && { volumes: volumes.volumes }),
  };
  const { cache } = old;
  return {
    input: {
      name,
      ...(old.url !== undefined && { gitlabUrl: old.url }),
      token: tokenOf(old, name),
      ...(old.tags !== undefined && { tags: [...old.tags] }),
      ...(old.runUntagged === true && { runUntagged: true }),
      ...(old.locked !== undefined && { locked: old.locked }),
      ...(old.protected === true && { protected: true }),
      ...(old.maximumTimeoutSeconds !== undefined && { maximumTimeoutSeconds: old.maximumTimeoutSeconds }),
      compute: old.spot === true ? "spot-first" : "on-demand",
      concurrent,
      ...(idle.warm !== undefined && { warm: idle.warm }),
      ...(Object.keys(job).length > 0 && { job }),
      ...(old.requestConcurrency !== undefined &&
        old.requestConcurrency > 1 && { manager: { requestConcurrency: old.requestConcurrency } }),
      ...(cache?.bucket !== undefined && {
        cache: {
          bucket: cache.bucket,
          ...(cache.region !== undefined && { region: cache.region }),
          ...(cache.prefix !== undefined && { prefix: cache.prefix }),
          ...(cache.shared !== undefined && { shared: cache.shared }),
        },
      }),
      ...(Object.keys(environment.values).length > 0 && { environment: environment.values }),
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

/** The values that a configuration has. Docker's own name for the last is the same. */
const pullPolicies: Readonly<Record<string, "always" | "if-not-present" | "never">> = {
  always: "always",
  "if-not-present": "if-not-present",
  never: "never",
};

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

/** A token is never copied: the new runner has one of its own, and the old one keeps running with its own. */
function tokenOf({ ssmTokenParameter }: OldRunner, name: string): string {
  if (ssmTokenParameter !== undefined)
    return `ssm:${ssmTokenParameter.startsWith("/") ? "" : "/"}${ssmTokenParameter}`;
  return `env:TF_VAR_${name.replaceAll("-", "_")}_token`;
}

/** The lower of both limits; the schema's maximum is 2000. */
function concurrentOf({ limit = 0 }: OldRunner, { concurrent }: OldFleet): number {
  const limits = [limit, concurrent ?? 0].filter((each) => each > 0);
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
    const what = `the size of ${type} is not known here: a job gets the default size`;
    return {
      job: {},
      findings: [
        {
          key: `${key} instance type`,
          what,
          fix: "set runners[].job.cpu and runners[].job.memory to what a job needs",
        },
      ],
    };
  }
  const memoryMiB = Math.floor(vcpu * family.gibPerVcpu * 1024 * memoryShare) - 256;
  return {
    job: { cpu: Math.min(16, vcpu - helperCpu - 0.5), memory: `${memoryMiB}Mi` },
    findings: [
      {
        key: `${key} instance type`,
        what: `a job gets what one ${type} gave it, and Karpenter chooses the instances`,
        fix: "lower runners[].job.cpu and runners[].job.memory to what a job needs: more jobs then share a node",
      },
    ],
  };
}

function variables({ environment, key }: OldRunner): {
  readonly values: Readonly<Record<string, string>>;
  readonly findings: readonly CarriedOver[];
} {
  const values: Record<string, string> = {};
  const findings: CarriedOver[] = [];
  for (const assignment of environment) {
    const [, name, value] = /^([A-Za-z_]\w*)=([\s\S]*)$/.exec(assignment) ?? [];
    if (name !== undefined && value !== undefined) values[name] = value;
    else
      findings.push({
        key: `${key}.environment`,
        what: "an entry that is not NAME=value",
        fix: "write it under runners[].environment",
      });
  }
  return { values, findings };
}

function tagFindings({ tags, key }: OldRunner): readonly CarriedOver[] {
  if (tags !== undefined) return [];
  return [
    {
      key: `${key} tags`,
      what: "the file does not name the runner's tags, which are in GitLab",
      fix: "set runners[].tags to the tags that your jobs use",
    },
  ];
}

function spotFindings({ spot, key }: OldRunner): readonly CarriedOver[] {
  if (spot !== true) return [];
  return [
    {
      key: `${key} Spot`,
      what: "the machines were Spot instances; nodes of spot-first are on-demand while Spot has none",
      fix: "nothing, or `compute: spot` together with a runner on fargate or on-demand for jobs that may wait",
    },
  ];
}

function executorFindings({ executor = "docker+machine", key }: OldRunner): readonly CarriedOver[] {
  if (executor.startsWith("docker")) return [];
  return [
    {
      key: `${key}.executor`,
      what: `jobs ran with the executor ${executor}, without an image of their own`,
      fix: "set runners[].job.image to an image with what the jobs need",
    },
  ];
}

function cacheFindings({ cache, key }: OldRunner): readonly CarriedOver[] {
  if (cache === undefined || cache.bucket !== undefined) return [];
  const what =
    cache.created === true
      ? "the old module created the cache's bucket, and destroys it with the old runners"
      : "a cache without a bucket's name";
  return [{ key: `${key} cache`, what, fix: "set runners[].cache to a bucket of the new fleet" }];
}

function diskFindings({ rootDiskGiB, key }: OldRunner): readonly CarriedOver[] {
  if (rootDiskGiB === undefined) return [];
  return [
    {
      key: `${key} root size`,
      what: `each machine had a disk of ${rootDiskGiB} GiB for one job`,
      fix: "set runners[].job.ephemeralStorage where a job needs more than 10 GiB",
    },
  ];
}
