/**
 * What another version of the GitLab Runner chart takes as values, against the version that was recorded:
 *
 *     tsx modules/recording/chart-values.ts <folder or .tgz of the chart> [--record]
 *
 * Prints each key that is gained or lost or has another default, and which lost ones glrunner sets: then the exit code
 * is 1. With `--record` the chart is recorded in place of the one before, unless it lost one that glrunner sets.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { z } from "zod";
import { chartFiles } from "./chart-files";

/** `null` is a key that templates read and that has no default. */
const keysSchema = z.record(z.string(), z.json());
export type ChartKeys = z.output<typeof keysSchema>;

const recordedSchema = z.strictObject({
  version: z.string(),
  source: z.string(),
  read: z.iso.date(),
  keys: keysSchema,
});
export type RecordedChart = z.output<typeof recordedSchema>;

export const recordedFile = join(import.meta.dirname, "../interfaces/gitlab-runner-chart.json");

export const recordedChart = (): RecordedChart =>
  recordedSchema.parse(JSON.parse(readFileSync(recordedFile, "utf8")));

/** All that glrunner can set; a test holds it against what it does set. */
export const usedKeys: readonly string[] = [
  ...["gitlabUrl", "concurrent", "checkInterval", "shutdown_timeout", "terminationGracePeriodSeconds"],
  ...["logFormat", "rbac.create", "rbac.rules", "nodeSelector", "podLabels", "podAnnotations"],
  ...["serviceAccount.create", "serviceAccount.name", "serviceAccount.annotations"],
  ...["resources", "metrics.enabled", "metrics.podMonitor.enabled"],
  ...["image.registry", "image.image", "image.tag", "imagePullSecrets", "certsSecretName", "envVars"],
  ...["name", "secret", "jobNamespace", "config", "tags", "runUntagged", "locked", "protected"].map(
    inRunners,
  ),
  inRunners("maximumTimeout"),
];

function inRunners(key: string): string {
  return `runners.${key}`;
}

/** Keys of `values.yaml` and those that templates read: many have no default, and stand in comments alone. */
export function chartKeys(files: ReadonlyMap<string, string>): ChartKeys {
  const values: unknown = parse(files.get("values.yaml") ?? "");
  const templates = [...files].filter(([name]) => name.startsWith("templates/")).map(([, text]) => text);
  const all = new Map<string, z.core.util.JSONType>(
    templates.flatMap(readPaths).map((path): [string, null] => [path, null]),
  );
  for (const [path, value] of leaves(values)) all.set(path, value);
  const paths = [...all.keys()].sort();
  // What is read as a whole is no key of its own where single ones below it are known.
  const single = paths.filter((path) => !paths.some((other) => other.startsWith(`${path}.`)));
  return Object.fromEntries(single.map((path) => [path, all.get(path) ?? null]));
}

function readPaths(template: string): string[] {
  const direct = [...template.matchAll(/\.Values\.([A-Za-z_][\w.]*\w)/g)].map(([, path = ""]) => path);
  const asked = [...template.matchAll(/hasKey \$?\.Values\.([\w.]+) "(\w+)"/g)];
  return [...direct, ...asked.map(([, path = "", key = ""]) => `${path}.${key}`)];
}

function leaves(value: unknown, path: readonly string[] = []): [string, z.core.util.JSONType][] {
  const mapping = z.record(z.string(), z.unknown()).safeParse(value);
  const entries = mapping.success ? Object.entries(mapping.data) : [];
  if (entries.length > 0) return entries.flatMap(([key, inner]) => leaves(inner, [...path, key]));
  return path.length === 0 ? [] : [[path.join("."), z.json().parse(value)]];
}

export interface ChartDrift {
  readonly gained: readonly string[];
  readonly lost: readonly string[];
  readonly changed: readonly { readonly key: string; readonly was: string; readonly is: string }[];
  /** That glrunner sets, and the chart does not take any more. */
  readonly missed: readonly string[];
}

/** Also where the chart takes all that is below it as it comes. */
export function takes(keys: ChartKeys, key: string): boolean {
  const parts = key.split(".");
  return parts.some((_, index) => Object.hasOwn(keys, parts.slice(0, index + 1).join(".")));
}

export function chartDrift(before: ChartKeys, after: ChartKeys, used: readonly string[]): ChartDrift {
  const [old, now] = [Object.keys(before), Object.keys(after)];
  const text = (keys: ChartKeys, key: string) => JSON.stringify(keys[key]);
  return {
    gained: now.filter((key) => !Object.hasOwn(before, key)),
    lost: old.filter((key) => !Object.hasOwn(after, key)),
    changed: now
      .filter((key) => Object.hasOwn(before, key) && text(before, key) !== text(after, key))
      .map((key) => ({ key, was: text(before, key), is: text(after, key) })),
    missed: used.filter((key) => !takes(after, key)),
  };
}

export function driftLines({ gained, lost, changed, missed }: ChartDrift): readonly string[] {
  return [
    ...gained.map((key) => `gained ${key}`),
    ...lost.map((key) => `lost ${key}`),
    ...changed.map(({ key, was, is }) => `changed ${key}: ${was} is now ${is}`),
    ...missed.map(
      (key) =>
        `glrunner sets ${key}, which this chart does not take: src/constructs/runners/runner-values.ts`,
    ),
  ];
}

/** The exit code, and what is to be recorded: nothing of a chart that does not take what glrunner sets. */
export function compareChart(place: string, today: string) {
  const files = chartFiles(place);
  const { version } = z.object({ version: z.string() }).parse(parse(files.get("Chart.yaml") ?? ""));
  const before = recordedChart();
  const keys = chartKeys(files);
  const drift = chartDrift(before.keys, keys, usedKeys);
  const lines = driftLines(drift);
  const head = `${before.version} was recorded, this is ${version}: ${lines.length === 0 ? "the same values" : "other values"}`;
  const source = `the chart itself, gitlab-runner-${version}`;
  return {
    lines: [head, ...lines],
    code: drift.missed.length > 0 ? 1 : 0,
    recorded: { version, source, read: today, keys } satisfies RecordedChart,
  };
}

function main([place, flag]: readonly string[]): number {
  if (place === undefined || (flag !== undefined && flag !== "--record")) {
    process.stderr.write("usage: chart-values.ts <folder or .tgz of the chart> [--record]\n");
    return 2;
  }
  const { lines, code, recorded } = compareChart(place, new Date().toISOString().slice(0, 10));
  process.stdout.write(lines.map((line) => `${line}\n`).join(""));
  if (flag === "--record" && code === 0) writeFileSync(recordedFile, recordedText(recorded));
  return code;
}

export const recordedText = (recorded: RecordedChart) => `${JSON.stringify(recorded, null, 1)}\n`;

if (import.meta.filename === process.argv[1]) process.exitCode = main(process.argv.slice(2));
