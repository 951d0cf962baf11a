/**
 * Reads the `config.toml` of a runner with the executor `docker+machine`, `docker-autoscaler` or `docker`.
 * Source: gitlabhq/gitlab-runner@d79f3e7b:common/config.go and docs/configuration/autoscale.md; for
 * `[[runners.autoscaler.policy]]` docs/configuration/advanced-configuration.md, read 2026-11-30.
 */
import * as z from "zod";
import { readToml } from "../../config/runner-toml/read";
import { machineOptions } from "./machine-options";
import {
  finding,
  idlePeriods,
  notCarriedOver,
  type CarriedOver,
  type OldFleetRead,
  type OldRunner,
} from "./old-runner";

const text = z.string().optional().catch(undefined);
const count = z.int().min(0).optional().catch(undefined);
const yes = z.boolean().optional().catch(undefined);
const texts = z.union([z.array(z.string()), z.string().transform((single) => [single])]).catch([]);

const idleTable = {
  IdleCount: count,
  IdleScaleFactor: z.number().optional().catch(undefined),
  IdleCountMin: count,
};
const autoscaling = z.object({ Periods: texts.default([]), Timezone: text, ...idleTable });

/** Idle settings of docker-autoscaler. `idle_count` is the number of jobs, also with `scale_factor`, which only adds to it. */
const policy = z.object({ periods: texts.default([]), timezone: text, idle_count: count });
type Policy = z.output<typeof policy>;

const runnerTable = z.object({
  name: text,
  url: text,
  token: text,
  executor: text,
  limit: count,
  request_concurrency: count,
  environment: texts.default([]),
  docker: z
    .object({
      image: text,
      privileged: yes,
      pull_policy: texts.default([]),
      volumes: texts.default([]),
    })
    .prefault({}),
  cache: z
    .object({
      Type: text,
      Path: text,
      Shared: yes,
      s3: z
        .object({
          BucketName: text,
          BucketLocation: text,
          ServerAddress: text,
          AccessKey: text,
          SecretKey: text,
        })
        .prefault({}),
    })
    .prefault({}),
  machine: z
    .object({
      ...idleTable,
      OffPeakPeriods: texts.default([]),
      OffPeakIdleCount: count,
      OffPeakTimezone: text,
      MachineDriver: text,
      MachineOptions: texts.default([]),
      autoscaling: z.array(autoscaling).catch([]).default([]),
    })
    .optional(),
  autoscaler: z
    .object({ policy: z.array(policy).catch([]).default([]) })
    .optional()
    .catch(undefined),
});
type RunnerTable = z.output<typeof runnerTable>;

const file = z.object({
  concurrent: count,
  sentry_dsn: text,
  session_server: z.unknown().optional(),
  runners: z.array(runnerTable).min(1),
});

/** Keys of a runner that are converted, or have no meaning in the new fleet. Any other key is reported. */
const readKeys = new Set(
  "name url token token_obtained_at token_expires_at id executor limit request_concurrency environment docker cache machine autoscaler".split(
    " ",
  ),
);
const readDockerKeys = new Set(
  "image privileged pull_policy volumes tls_verify disable_cache shm_size disable_entrypoint_overwrite oom_kill_disable".split(
    " ",
  ),
);

export function fleetFromToml(source: string): OldFleetRead {
  const read = readToml(source);
  if (!read.ok)
    return {
      ok: false,
      message: `is not TOML${read.place}. A template with placeholders must be rendered first`,
    };
  const parsed = file.safeParse(read.toml);
  if (!parsed.success) return { ok: false, message: "holds no [[runners]] section" };
  const { concurrent, runners, sentry_dsn: sentry, session_server: session } = parsed.data;
  const tags = tagsInComments(source);
  const raw = Array.isArray(read.toml.runners) ? read.toml.runners : [];
  const converted = runners.map((table, index) => oldRunner(table, `runners[${index}]`, tags[index]));
  const findings: CarriedOver[] = [
    ...(sentry === undefined || sentry === "" ? [] : [notSet("sentry_dsn", "errors were sent to Sentry")]),
    ...(session === undefined
      ? []
      : [notSet("session_server", "the runner served interactive web terminals")]),
    ...converted.flatMap(({ findings: own }) => own),
    ...raw.flatMap((table, index) => unknownKeys(table, `runners[${index}]`)),
  ];
  return {
    ok: true,
    fleet: {
      concurrent,
      tags: Object.fromEntries(converted.flatMap(({ machineTags }) => Object.entries(machineTags))),
      runners: converted.map(({ runner }) => runner),
      findings,
    },
  };
}

/** The finding for a global setting that the new configuration does not set. */
const notSet = (key: string, what: string) =>
  finding(key, what, "set it with runners[].chartValues or runners[].extraToml if you still need it");

interface Converted {
  readonly runner: OldRunner;
  readonly machineTags: Readonly<Record<string, string>>;
  readonly findings: readonly CarriedOver[];
}

function oldRunner(table: RunnerTable, key: string, tags: readonly string[] | undefined): Converted {
  const { name, url, executor, limit, docker, cache, machine, autoscaler } = table;
  const options = machineOptions(machine?.MachineOptions ?? [], `${key}.machine.MachineOptions`);
  const { tags: machineTags, findings, ...fromMachine } = options;
  const { s3, Path: prefix, Shared: shared } = cache;
  return {
    machineTags,
    runner: {
      ...{ key, name, url, executor, limit, tags },
      requestConcurrency: table.request_concurrency,
      image: docker.image,
      privileged: docker.privileged,
      pullPolicy: docker.pull_policy[0],
      volumes: docker.volumes,
      environment: table.environment,
      cache:
        cache.Type === "s3"
          ? { bucket: s3.BucketName, region: s3.BucketLocation, prefix, shared }
          : undefined,
      ...fromMachine,
      idle: autoscaler === undefined ? machineIdle(machine) : policyIdle(autoscaler.policy),
    },
    findings: [
      ...findings,
      ...cacheFindings(cache, key),
      ...(autoscaler === undefined ? [] : [autoscalerFinding(key)]),
    ],
  };
}

const autoscalerFinding = (key: string) =>
  finding(
    `${key}.autoscaler`,
    "the plugin of the autoscaler is not carried over, and the file does not contain the size of its instances",
    "set runners[].job.cpu and runners[].job.memory to what a job needs: Karpenter chooses the nodes",
  );

function cacheFindings({ Type: type, s3 }: RunnerTable["cache"], key: string): readonly CarriedOver[] {
  const accessKey = finding(
    `${key}.cache.s3`,
    "the access key of the cache was not copied",
    "nothing: the manager's IAM role reads and writes the bucket",
  );
  return [
    ...(s3.AccessKey === undefined && s3.SecretKey === undefined ? [] : [accessKey]),
    ...(type === undefined || type === "s3"
      ? []
      : [finding(`${key}.cache.Type`, `a cache in ${type}`, "set runners[].cache to a bucket in S3")]),
  ];
}

function machineIdle(machine: RunnerTable["machine"]): OldRunner["idle"] {
  if (machine === undefined) return [];
  const { OffPeakPeriods: periods, OffPeakIdleCount: count, OffPeakTimezone: timezone } = machine;
  const rows = machine.autoscaling.map((row) => ({
    ...{ periods: row.Periods, timezone: row.Timezone },
    ...idleSettings(row),
  }));
  return idlePeriods(idleSettings(machine), [{ periods, timezone, count }, ...rows]);
}

const idleSettings = (table: z.output<z.ZodObject<typeof idleTable>>) => ({
  count: table.IdleCount,
  scaleFactor: table.IdleScaleFactor,
  minimum: table.IdleCountMin,
});

/** The default of `periods`. */
const always = "* * * * *";

/** As in docker+machine, the last policy that matches the time applies; a first one for all times is the base. */
function policyIdle(policies: readonly Policy[]): OldRunner["idle"] {
  const rows = policies.map(({ periods, timezone, idle_count: count }) => ({
    periods: periods.length === 0 ? [always] : periods,
    timezone,
    count,
  }));
  const isBase = rows[0]?.periods.includes(always) === true;
  return idlePeriods({ count: isBase ? rows[0]?.count : 0 }, isBase ? rows.slice(1) : rows);
}

/**
 * Reads tags from a comment (`# tags: docker, large`) in the section of each runner. `config.toml` itself has no tags: they
 * are in GitLab.
 */
function tagsInComments(source: string): readonly (readonly string[] | undefined)[] {
  const sections = source.split(/^\s*\[\[runners\]\]/m).slice(1);
  return sections.map((section) => {
    const line = /^\s*#\s*tags?(?:_list)?\s*[:=]\s*(.+)$/im.exec(section)?.[1];
    const tags = line
      ?.replace(/[[\]"']/g, "")
      .split(",")
      .map((tag) => tag.trim())
      .filter((tag) => tag !== "");
    return tags?.length === 0 ? undefined : tags;
  });
}

function unknownKeys(table: unknown, key: string): readonly CarriedOver[] {
  if (typeof table !== "object" || table === null) return [];
  const docker = "docker" in table && typeof table.docker === "object" ? (table.docker ?? {}) : {};
  return [
    ...Object.keys(table).filter((name) => !readKeys.has(name)),
    ...Object.keys(docker)
      .filter((name) => !readDockerKeys.has(name))
      .map((name) => `docker.${name}`),
  ].map((name) => notCarriedOver(`${key}.${name}`));
}
