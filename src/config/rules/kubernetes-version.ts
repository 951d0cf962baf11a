/** The Kubernetes version against the calendar of EKS on the given day. */
import { daysBetween } from "../../facts/dates";
import { problem, type Problem } from "../input/problems";
import {
  controlPlanePerHour,
  creatableVersions,
  eksRelease,
  supportOn,
  type EksSupport,
} from "../../facts/kubernetes/eks-calendar";
import { resolveVersions } from "../resolve/versions";
import { needs, type Rule } from "./rule";

const noticeDays = 90;
const path = ["versions", "kubernetes"];

const prices = `$${controlPlanePerHour.extended.toFixed(2)} an hour instead of $${controlPlanePerHour.standard.toFixed(2)}`;

const notCreatable: Readonly<Record<Exclude<EksSupport, "standard" | "extended">, string>> = {
  gone: "EKS does not create this version any more",
  unreleased: "EKS does not create this version yet",
  unknown: "this version is not in the calendar of EKS that glrunner knows",
};

function refused(kubernetes: string, support: keyof typeof notCreatable, today: string): Problem {
  const versions = creatableVersions(today);
  return problem({
    code: "kubernetes-not-creatable",
    path,
    value: kubernetes,
    message: `${notCreatable[support]} (on ${today})`,
    allowed: versions.join(", "),
    fix:
      versions.length === 0 ? "update glrunner" : `use ${versions.at(-1) ?? ""}, with a Karpenter that fits`,
  });
}

/** EKS cannot create the tutorial's own version: that set exists to adopt and to tear down a cluster. */
function adoptOnly(kubernetes: string, today: string): Problem {
  return problem({
    code: "kubernetes-adopt-only",
    path,
    value: kubernetes,
    message: `EKS creates no cluster of this version (on ${today}); an existing one can be adopted and torn down`,
    allowed: "an existing cluster, with version set tutorial",
    fix: "use version set current for a new cluster",
  });
}

function aging(kubernetes: string, support: "standard" | "extended", today: string): readonly Problem[] {
  const release = eksRelease(kubernetes);
  if (release === undefined) return [];
  const allowed = creatableVersions(today)
    .filter((version) => supportOn(version, today) === "standard")
    .join(", ");
  const fix = "plan the next version";
  if (support === "extended") {
    const message = `this version is in extended support until ${release.endOfExtended}: ${prices}`;
    return [problem({ code: "kubernetes-extended-support", path, value: kubernetes, message, allowed, fix })];
  }
  const days = daysBetween(today, release.endOfStandard);
  if (days > noticeDays) return [];
  const message = `standard support ends on ${release.endOfStandard}, in ${days} days; then it costs ${prices}`;
  return [problem({ code: "kubernetes-support-ending", path, value: kubernetes, message, allowed, fix })];
}

export const kubernetesVersion: Rule = needs(["versions"], ({ versions }, { today }) => {
  const { set, kubernetes } = resolveVersions(versions);
  const support = supportOn(kubernetes, today);
  if (support === "standard" || support === "extended") return aging(kubernetes, support, today);
  return set === "tutorial" ? [adoptOnly(kubernetes, today)] : [refused(kubernetes, support, today)];
});
