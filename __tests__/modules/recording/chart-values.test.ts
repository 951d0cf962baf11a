import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import {
  chartDrift,
  chartKeys,
  compareChart,
  driftLines,
  recordedChart,
  takes,
  usedKeys,
} from "../../../modules/recording/chart-values";
import { chartFiles } from "../../../modules/recording/chart-files";
import { runnerValues } from "../../../src/constructs/runners/runner-values";
import { tarGz } from "../../../src/emulator/modules/archive";
import { configOf } from "../../support/synth";
import { folderWith } from "../folder";

const before = {
  "Chart.yaml": "version: 0.1.0\n",
  "values.yaml": "concurrent: 10\nresources: {}\nrunners:\n  config: x\n# runners.tags: in a comment\n",
  "templates/a.yaml":
    '{{ .Values.runners.tags }} {{ hasKey .Values.runners "locked" }} {{ .Values.runners }}',
};
const after = {
  "Chart.yaml": "version: 0.2.0\n",
  "values.yaml": "concurrent: 20\nresources: {}\nrunners:\n  config: x\nstrategy: {}\n",
  "templates/a.yaml": '{{ hasKey .Values.runners "locked" }} {{ $.Values.hpa.minReplicas }}',
};
const keysOf = (files: Readonly<Record<string, string>>) => chartKeys(new Map(Object.entries(files)));

describe("the values of a chart", () => {
  it("are the keys with a default and the keys that templates read", () => {
    expect(keysOf(before)).toEqual({
      concurrent: 10,
      resources: {},
      "runners.config": "x",
      "runners.locked": null,
      "runners.tags": null,
    });
  });

  it("are compared as gained, lost and changed", () => {
    const used = ["concurrent", "resources.limits", "runners.tags", "runners.locked"];
    const drift = chartDrift(keysOf(before), keysOf(after), used);
    expect(drift).toEqual({
      gained: ["hpa.minReplicas", "strategy"],
      lost: ["runners.tags"],
      changed: [{ key: "concurrent", was: "10", is: "20" }],
      missed: ["runners.tags"],
    });
    expect(driftLines(drift)).toEqual([
      "gained hpa.minReplicas",
      "gained strategy",
      "lost runners.tags",
      "changed concurrent: 10 is now 20",
      "glrunner sets runners.tags, which this chart does not have: src/constructs/runners/runner-values.ts",
    ]);
  });

  it("are the same from a folder and from an archive", () => {
    const folder = folderWith(before);
    const archive = join(folderWith({}), "chart.tgz");
    const packed = Object.entries(before).map(([name, text]): [string, string] => [
      `gitlab-runner/${name}`,
      text,
    ]);
    writeFileSync(archive, tarGz(Object.fromEntries(packed)));
    expect(Object.fromEntries(chartFiles(folder))).toEqual(before);
    expect(Object.fromEntries(chartFiles(archive))).toEqual(before);
  });
});

describe("a chart compared with the recorded one", () => {
  const { version, keys } = recordedChart();
  /** A template that reads these keys. */
  const chart = (read: readonly string[]) =>
    folderWith({
      "Chart.yaml": "version: 9.9.9\n",
      "values.yaml": "{}\n",
      "templates/all.yaml": read.map((key) => `{{ .Values.${key} }}`).join("\n"),
    });
  const without = (key: string) => Object.keys(keys).filter((each) => each !== key);

  it("gives exit code 0 if the chart still has every key that glrunner sets", () => {
    const { code, lines, recorded } = compareChart(chart([...without("logLevel"), "brandNew"]), "2026-11-28");
    expect(code).toBe(0);
    expect(lines[0]).toBe(`${version} was recorded, this is 9.9.9: other values`);
    expect(lines).toContain("lost logLevel");
    expect(lines).toContain("gained brandNew");
    expect(recorded).toMatchObject({ version: "9.9.9", read: "2026-11-28" });
  });

  it.each(["runners.jobNamespace", "rbac.rules", "gitlabUrl"])(
    "gives exit code 1 if the chart lacks %s",
    (key) => {
      const { code, lines } = compareChart(chart(without(key)), "2026-11-28");
      expect(code).toBe(1);
      expect(lines.at(-1)).toContain(`glrunner sets ${key}`);
    },
  );
});

describe("the list of keys that glrunner sets", () => {
  const config = configOf({
    name: "ci",
    region: "us-west-2",
    cluster: { managers: "nodes" },
    addons: { metrics: "pod-monitor" },
    gitlabCa: { secret: "ca" },
    images: { pullSecrets: ["login"] },
    runners: [
      {
        manager: { image: "registry.example.com/runner:v1" },
        ...{ name: "a", token: "env:A", tokenType: "registration", maximumTimeoutSeconds: 900 },
        cache: { bucket: "my-cache" },
      },
    ],
  });
  const pathsOf = (value: unknown, path: string): string[] =>
    typeof value === "object" && value !== null && !Array.isArray(value)
      ? Object.entries(value).flatMap(([key, inner]) => pathsOf(inner, path === "" ? key : `${path}.${key}`))
      : [path];
  const set = config.runners.flatMap((runner) =>
    pathsOf(runnerValues(config, runner, { secretName: "s", roleArn: "arn" }), ""),
  );

  it("contains every key that glrunner sets", () => {
    const used = Object.fromEntries(usedKeys.map((key) => [key, null]));
    expect(set.filter((path) => !takes(used, path))).toEqual([]);
    const unset = usedKeys.filter((key) => !set.some((path) => path === key || path.startsWith(`${key}.`)));
    expect(unset).toEqual([]);
  });

  it("exists in the recorded chart", () => {
    const { keys } = recordedChart();
    expect(set.length).toBeGreaterThan(20);
    expect(set.filter((path) => !takes(keys, path))).toEqual([]);
  });
});
