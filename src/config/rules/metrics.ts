/** What a PodMonitor of the managers needs: a chart that knows it, and an operator that reads it. */
import { valueAt } from "../paths";
import { problem } from "../input/problems";
import { firstPodMonitorChart } from "../../facts/gitlab/runner-charts";
import { compareVersions } from "../../facts/version-order";
import { resolveVersions } from "../resolve/versions";
import { needs, type Rule } from "./rule";

const path = ["addons", "metrics"];
const value = "pod-monitor";

export const podMonitorChart: Rule = needs(["versions", "addons"], ({ versions, addons }) => {
  const chart = resolveVersions(versions).runnerChart;
  if (addons.metrics !== value || compareVersions(chart, firstPodMonitorChart) >= 0) return [];
  return [
    problem({
      code: "pod-monitor-chart",
      path,
      value,
      message: `the runner chart ${chart} has no PodMonitor`,
      allowed: `pod-monitor with a chart from ${firstPodMonitorChart} on`,
      fix: "raise versions.runnerChart, or write annotations",
    }),
  ];
});

/** Without the kind the chart leaves the PodMonitor out, and says nothing. */
export const podMonitorOperator: Rule = needs(["addons"], ({ addons }) => {
  const installed = valueAt(addons.blueprints, ["enable_kube_prometheus_stack"]) === true;
  if (addons.metrics !== value || installed) return [];
  return [
    problem({
      code: "pod-monitor-operator",
      path,
      value,
      message:
        "the chart makes a PodMonitor only where the Prometheus operator's CRDs are in the cluster before the runners",
      allowed: "addons.blueprints.enable_kube_prometheus_stack, or an operator that you install",
      fix: "set addons.blueprints.enable_kube_prometheus_stack to true, or write annotations",
    }),
  ];
});
