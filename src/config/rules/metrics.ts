/** What a PodMonitor of the managers needs: a chart that supports it, and an operator that reads it. */
import { valueAt } from "../paths";
import { firstPodMonitorChart } from "../../facts/gitlab/runner-charts";
import { compareVersions } from "../../facts/version-order";
import { resolveVersions } from "../resolve/versions";
import { needs, type Rule } from "./rule";

const path = ["addons", "metrics"];
const value = "pod-monitor";

export const podMonitorChart: Rule = needs(["versions", "addons"], ({ versions, addons }) => {
  const chart = resolveVersions(versions).runnerChart;
  if (addons.metrics !== value || compareVersions(chart, firstPodMonitorChart) >= 0) return undefined;
  return {
    code: "pod-monitor-chart",
    path,
    value,
    message: `the runner chart ${chart} has no PodMonitor`,
    allowed: `pod-monitor with a chart from ${firstPodMonitorChart} on`,
    fix: "raise versions.runnerChart, or use annotations",
  };
});

/** Without the kind PodMonitor in the cluster, the chart silently leaves the object out. */
export const podMonitorOperator: Rule = needs(["addons"], ({ addons }) => {
  const installed = valueAt(addons.blueprints, ["enable_kube_prometheus_stack"]) === true;
  if (addons.metrics !== value || installed) return undefined;
  return {
    code: "pod-monitor-operator",
    path,
    value,
    message:
      "the chart creates a PodMonitor only if the Prometheus operator's CRDs are in the cluster before the runners",
    allowed: "addons.blueprints.enable_kube_prometheus_stack, or an operator that you install",
    fix: "set addons.blueprints.enable_kube_prometheus_stack to true, or use annotations",
  };
});
