/**
 * Compares the values of another version of the GitLab Runner chart with the recorded version:
 *
 *     tsx modules/recording/chart-values.ts <folder or .tgz of the chart> [--record]
 *
 * Prints each key that the chart adds, removes or gives another default. If it removes a key that glrunner sets, the exit
 * code is 1. Otherwise `--record` records this chart.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { z } from "zod";
import { chartFiles } from "./chart-files";

/** Default by key; `null` for a key that templates read and that has no default. */
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

/** Every key that glrunner can set; a test compares this list with the keys that it does set. */
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

/** The keys of `values.yaml`, and the keys that templates read: `values.yaml` has many only in comments. */
export function chartKeys(files: ReadonlyMap<string, string>): ChartKeys {
  const values: unknown = parse(files.get("values.yaml") ?? "");
  const templates = [...files].filter(([name]) => name.startsWith("templates/")).map(([, text]) => text);
  const all = new Map<string, z.core.util.JSONType>(
    templates.flatMap(keysReadBy).map((path): [string, null] => [path, null]),
  );
  for (const [path, value] of leaves(values)) all.set(path, value);
  const paths = [...all.keys()].sort();
  // A key with known keys below it is left out.
  const leafPaths = paths.filter((path) => !paths.some((other) => other.startsWith(`${path}.`)));
  return Object.fromEntries(leafPaths.map((path) => [path, all.get(path) ?? null]));
}

function keysReadBy(template: string): string[] {
  const direct = [...template.matchAll(/\.Values\.([A-Za-z_][\w.]*\w)/g)].map(([, path = ""]) => path);
  const tested = [...template.matchAll(/hasKey \$?\.Values\.([\w.]+) "(\w+)"/g)];
  return [...direct, ...tested.map(([, path = "", key = ""]) => `${path}.${key}`)];
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
  /** Keys that glrunner sets and the chart no longer has. */
  readonly missed: readonly string[];
}

/** Whether the chart has the key, or a key above it whose content is free. */
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
        `glrunner sets ${key}, which this chart does not have: src/constructs/runners/runner-values.ts`,
    ),
  ];
}

/** Compares the chart with the recorded one. A chart with exit code 1 must not be recorded. */
export function compareChart(path: string, today: string) {
  const files = chartFiles(path);
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

function main([path, flag]: readonly string[]): number {
  if (path === undefined || (flag !== undefined && flag !== "--record")) {
    process.stderr.write("usage: chart-values.ts <folder or .tgz of the chart> [--record]\n");
    return 2;
  }
  const { lines, code, recorded } = compareChart(path, new Date().toISOString().slice(0, 10));
  process.stdout.write(lines.map((line) => `${line}\n`).join(""));
  if (flag === "--record" && code === 0) writeFileSync(recordedFile, recordedText(recorded));
  return code;
}

export const recordedText = (recorded: RecordedChart) => `${JSON.stringify(recorded, null, 1)}\n`;

if (import.meta.filename === process.argv[1]) process.exitCode = main(process.argv.slice(2));
