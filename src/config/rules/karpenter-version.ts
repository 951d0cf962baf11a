/** The Karpenter chart against its matrix, its tag and the API that the version set writes. */
import { versionSets } from "../../../modules/pins";
import { problem, type Problem } from "../input/problems";
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
import { needs, type Rule } from "./rule";

const path = ["versions", "karpenter"];

/** In which version set current writes its node pools. */
const api: KarpenterApi = "v1";

function tagProblem(karpenter: string): readonly Problem[] {
  const tag = karpenterTag(karpenter);
  if (tag === karpenter) return [];
  return [
    problem({
      code: "karpenter-prefix",
      path,
      value: karpenter,
      message: "the chart is not tagged this way: with a v up to 0.34, without from 0.35 on",
      allowed: tag,
      fix: `write ${tag}`,
    }),
  ];
}

/** The published root names no chart: the add-ons module's own default is what it installs. */
function fixedProblem({ karpenter, set }: Versions): Problem | undefined {
  const pinned = versionSets[set].karpenter;
  if (set !== "tutorial" || karpenter === pinned) return undefined;
  return problem({
    code: "karpenter-fixed",
    path,
    value: karpenter,
    message: "version set tutorial leaves the chart's version to the add-ons module, as published",
    allowed: pinned,
    fix: "remove it, or use version set current",
  });
}

/** The tutorial's chart is fixed, so it becomes too old when the cluster gets a newer Kubernetes. */
function adoptOnly({ karpenter, kubernetes }: Versions): readonly Problem[] {
  if (fits(karpenter, kubernetes)) return [];
  const range = karpenterRange(karpenter);
  return [
    problem({
      code: "karpenter-adopt-only",
      path,
      value: karpenter,
      message: `this chart runs on Kubernetes ${range?.minKubernetes ?? ""} to ${range?.maxKubernetes ?? ""}; on ${kubernetes} it may bring no nodes, nor remove any`,
      allowed: "an existing cluster on its way to version set current",
      fix: "write addons.karpenter.enabled: false, unless jobs run on its nodes",
    }),
  ];
}

function pairFix(fitting: string): string {
  return fitting === "" ? "choose another Kubernetes version" : `use a chart of ${fitting}`;
}

function pairProblem({ karpenter, kubernetes }: Versions): readonly Problem[] {
  const fitting = fittingCharts(kubernetes, api);
  const allowed =
    fitting === ""
      ? `no chart that glrunner knows, for Kubernetes ${kubernetes}`
      : `charts ${fitting}, for Kubernetes ${kubernetes}`;
  const fix = pairFix(fitting);
  const given = { path, value: karpenter, allowed, fix };
  const avoided = avoidedKarpenter(karpenter);
  if (avoided !== undefined) return [problem({ ...given, code: "karpenter-avoided", message: avoided })];
  if (!fits(karpenter, kubernetes)) {
    const range = karpenterRange(karpenter);
    const message =
      range === undefined
        ? "glrunner does not know this chart"
        : `this chart runs on Kubernetes ${range.minKubernetes} to ${range.maxKubernetes}, not on ${kubernetes}`;
    return [problem({ ...given, code: "karpenter-unfit", message })];
  }
  if (karpenterRange(karpenter)?.apis.includes(api) === true) return [];
  const message = `this chart does not serve ${api}, which version set current writes`;
  return [problem({ ...given, code: "karpenter-api", message })];
}

export const karpenterVersion: Rule = needs(["versions", "addons"], ({ versions, addons }) => {
  if (!addons.karpenter.enabled) return [];
  const resolved = resolveVersions(versions);
  const fixed = fixedProblem(resolved);
  if (fixed !== undefined) return [fixed];
  if (resolved.set === "tutorial") return adoptOnly(resolved);
  return [...tagProblem(resolved.karpenter), ...pairProblem(resolved)];
});
