/** The Karpenter chart: supports the Kubernetes version, has the right tag, and serves the API of the node pools. */
import { versionSets } from "../../../modules/pins";
import type { Versions } from "../config";
import {
  avoidedKarpenter,
  fits,
  fittingCharts,
  karpenterRange,
  karpenterTag,
  type KarpenterApi,
} from "../../facts/kubernetes/karpenter-matrix";
import { resolveVersions } from "../resolve/versions";
import { needs, type Findings, type Rule } from "./rule";

const path = ["versions", "karpenter"];

/** API version of the node pools that version set current creates. */
const api: KarpenterApi = "v1";

function tagProblem(karpenter: string): Findings {
  const tag = karpenterTag(karpenter);
  return (
    tag !== karpenter && {
      code: "karpenter-prefix",
      path,
      value: karpenter,
      message: "the chart has no such tag: tags begin with v up to 0.34, and without v from 0.35 on",
      allowed: tag,
      fix: `use ${tag}`,
    }
  );
}

/** The tutorial's chart is fixed, so it becomes too old when the cluster gets a newer Kubernetes version. */
function tutorialProblem({ karpenter, kubernetes }: Versions): Findings {
  const pinned = versionSets.tutorial.karpenter;
  if (karpenter !== pinned) {
    return {
      code: "karpenter-fixed",
      path,
      value: karpenter,
      message: "version set tutorial leaves the chart's version to the add-ons module, as published",
      allowed: pinned,
      fix: "remove it, or use version set current",
    };
  }
  if (fits(karpenter, kubernetes)) return undefined;
  const range = karpenterRange(karpenter);
  return {
    code: "karpenter-adopt-only",
    path,
    value: karpenter,
    message: `this chart supports Kubernetes ${range?.minKubernetes ?? ""} to ${range?.maxKubernetes ?? ""}; on ${kubernetes} it may neither create nor remove nodes`,
    allowed: "an existing cluster on its way to version set current",
    fix: "set addons.karpenter.enabled: false, unless jobs run on its nodes",
  };
}

function pairProblem({ karpenter, kubernetes }: Versions): Findings {
  const fitting = fittingCharts(kubernetes, api);
  const given = {
    path,
    value: karpenter,
    allowed: `${fitting === "" ? "no chart that glrunner knows" : `charts ${fitting}`}, for Kubernetes ${kubernetes}`,
    fix: fitting === "" ? "choose another Kubernetes version" : `use a chart of ${fitting}`,
  };
  const avoided = avoidedKarpenter(karpenter);
  if (avoided !== undefined) return { ...given, code: "karpenter-avoided", message: avoided };
  const range = karpenterRange(karpenter);
  if (!fits(karpenter, kubernetes)) {
    const message =
      range === undefined
        ? "glrunner does not know this chart"
        : `this chart supports Kubernetes ${range.minKubernetes} to ${range.maxKubernetes}, not ${kubernetes}`;
    return { ...given, code: "karpenter-unfit", message };
  }
  if (range?.apis.includes(api) === true) return undefined;
  const message = `this chart does not serve ${api}, the API version of the node pools in version set current`;
  return { ...given, code: "karpenter-api", message };
}

export const karpenterVersion: Rule = needs(["versions", "addons"], ({ versions, addons }) => {
  if (!addons.karpenter.enabled) return undefined;
  const resolved = resolveVersions(versions);
  return resolved.set === "tutorial"
    ? tutorialProblem(resolved)
    : [tagProblem(resolved.karpenter), pairProblem(resolved)];
});
