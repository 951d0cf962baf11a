import { describe, expect, it } from "vitest";
import { accepted, found } from "../samples";

const operator = {
  cluster: { systemPods: "nodes" },
  addons: { metrics: "pod-monitor", blueprints: { enable_kube_prometheus_stack: true } },
};

describe("metrics of the managers", () => {
  it("need nothing with annotations", () => {
    expect(found({ addons: { metrics: "annotations" } })).toEqual([]);
    expect(found({ addons: { metrics: "service-monitor" } })).toEqual(["not-allowed addons.metrics"]);
  });

  it("with a PodMonitor need an operator, which the user may install", () => {
    const alone = { addons: { metrics: "pod-monitor" } };
    expect(found(alone)).toEqual(["pod-monitor-operator addons.metrics"]);
    expect(accepted(alone)).toBe(true);
    expect(found(operator)).toEqual([]);
  });

  it("with a PodMonitor need a chart that supports it", () => {
    const chart = (runnerChart: string) => found({ ...operator, versions: { runnerChart } });
    expect(chart("0.84.2")).toEqual(["pod-monitor-chart addons.metrics"]);
    expect(chart("0.85.0")).toEqual([]);
    expect(found({ addons: { metrics: "annotations" }, versions: { runnerChart: "0.84.2" } })).toEqual([]);
  });
});
