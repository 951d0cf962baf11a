/**
 * Reads the `config.toml` of a runner with the executor `docker+machine` (or `docker`).
 * Source: gitlabhq/gitlab-runner@d79f3e7b:common/config.go and docs/configuration/autoscale.md.
 */
import * as z from "zod";
import { readToml } from "../../config/runner-toml/read";
import { machineOptions } from "./machine-options";
import {
  notCarriedOver,
  type CarriedOver,
  type IdlePeriod,
  type OldFleetRead,
  type OldRunner,
} from "./old-runner";

const text = z.string().optional().catch(undefined);
const count = z.int().min(0).optional().catch(undefined);
const yes = z.boolean().optional().catch(undefined);
const texts = z.union([z.array(z.string()), z.string().transform((one) => [one])]).catch([]);

/** What decides how many machines wait. */
const idleTable = {
  IdleCount: count,
  /** With it, the count is a maximum, and this is the minimum. */
  IdleScaleFactor: z.number().optional().catch(undefined),
  IdleCountMin: count,
};
const autoscaling = z.object({ Periods: texts.default([]), Timezone: text, ...idleTable });

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
});
type RunnerTable = z.output<typeof runnerTable>;

const file = z.object({
  concurrent: count,
  sentry_dsn: text,
  session_server: z.unknown().optional(),
  runners: z.array(runnerTable).min(1),
});

/** Keys of a runner that are read, or say nothing about the new fleet. Any other is reported. */
const readKeys = new Set(
  "name url token token_obtained_at token_expires_at id executor limit request_concurrency environment docker cache machine".split(
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
  const tags = taggedByComments(source);
  const raw = Array.isArray(read.toml.runners) ? read.toml.runners : [];
  const converted = runners.map((table, index) => oldRunner(table, `runners[${index}]`, tags[index]));
  const findings: CarriedOver[] = [
    ...(sentry === undefined || sentry === "" ? [] : [unsaid("sentry_dsn", "errors were sent to Sentry")]),
    ...(session === undefined
      ? []
      : [unsaid("session_server", "the runner served interactive web terminals")]),
    ...converted.flatMap(({ findings: own }) => own),
    ...raw.flatMap((table, index) => unknownKeys(table, `runners[${index}]`)),
  ];
  return {
    ok: true,
    fleet: {
      ...(concurrent !== undefined && { concurrent }),
      tags: Object.fromEntries(converted.flatMap(({ machineTags }) => Object.entries(machineTags))),
      runners: converted.map(({ runner }) => runner),
      findings,
    },
  };
}

const unsaid = (key: string, what: string): CarriedOver => ({
  key,
  what,
  fix: "set it with runners[].chartValues or runners[].extraToml where it is still needed",
});

interface Converted {
  readonly runner: OldRunner;
  readonly machineTags: Readonly<Record<string, string>>;
  readonly findings: readonly CarriedOver[];
}

function oldRunner(table: RunnerTable, key: string, tags: readonly string[] | undefined): Converted {
  const { docker, cache, machine } = table;
  const options = machineOptions(machine?.MachineOptions ?? [], `${key}.machine.MachineOptions`);
  const { tags: machineTags, findings, ...fromMachine } = options;
  const { s3 } = cache;
  const keys = s3.AccessKey !== undefined || s3.SecretKey !== undefined;
  const [pullPolicy] = docker.pull_policy;
  return {
    machineTags,
    runner: {
      key,
      ...(table.name !== undefined && { name: table.name }),
      ...(table.url !== undefined && { url: table.url }),
      ...(table.executor !== undefined && { executor: table.executor }),
      ...(table.limit !== undefined && { limit: table.limit }),
      ...(table.request_concurrency !== undefined && { requestConcurrency: table.request_concurrency }),
      ...(tags !== undefined && { tags }),
      ...(docker.image !== undefined && { image: docker.image }),
      ...(docker.privileged !== undefined && { privileged: docker.privileged }),
      ...(pullPolicy !== undefined && { pullPolicy }),
      volumes: docker.volumes,
      environment: table.environment,
      ...(cache.Type === "s3" && {
        cache: {
          ...(s3.BucketName !== undefined && { bucket: s3.BucketName }),
          ...(s3.BucketLocation !== undefined && { region: s3.BucketLocation }),
          ...(cache.Path !== undefined && { prefix: cache.Path }),
          ...(cache.Shared !== undefined && { shared: cache.Shared }),
        },
      }),
      ...fromMachine,
      idle: idlePeriods(machine),
    },
    findings: [
      ...findings,
      ...(keys
        ? [
            {
              key: `${key}.cache.s3`,
              what: "the cache's access key, which was not copied",
              fix: "nothing: the manager's IAM role reads and writes the bucket",
            },
          ]
        : []),
      ...(cache.Type !== undefined && cache.Type !== "s3"
        ? [
            {
              key: `${key}.cache.Type`,
              what: `a cache in ${cache.Type}`,
              fix: "set runners[].cache to a bucket in S3",
            },
          ]
        : []),
    ],
  };
}

function idlePeriods(machine: RunnerTable["machine"]): readonly IdlePeriod[] {
  if (machine === undefined) return [];
  const { OffPeakPeriods, OffPeakIdleCount, OffPeakTimezone, autoscaling: rows } = machine;
  const always = waiting(machine);
  return [
    ...(always === 0 ? [] : [{ periods: [], machines: always }]),
    ...(OffPeakPeriods.length === 0
      ? []
      : [{ periods: OffPeakPeriods, machines: OffPeakIdleCount ?? 0, ...zone(OffPeakTimezone) }]),
    // A section without a period is never in force.
    ...rows
      .filter(({ Periods }) => Periods.length > 0)
      .map((row) => ({ periods: row.Periods, machines: waiting(row), ...zone(row.Timezone) })),
  ];
}

const zone = (timezone: string | undefined) => (timezone === undefined ? {} : { timezone });

function waiting({
  IdleCount = 0,
  IdleScaleFactor = 0,
  IdleCountMin = 1,
}: z.output<z.ZodObject<typeof idleTable>>): number {
  return IdleScaleFactor > 0 ? Math.min(IdleCount, IdleCountMin) : IdleCount;
}

/**
 * `config.toml` has no place for a runner's tags, which are in GitLab. Many files name them in a comment
 * (`# tags: docker, large`) within the runner's section.
 */
function taggedByComments(source: string): readonly (readonly string[] | undefined)[] {
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
