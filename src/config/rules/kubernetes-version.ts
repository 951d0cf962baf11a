/** The Kubernetes version in the calendar of EKS on the given day. */
import { daysBetween } from "../../facts/dates";
import {
  controlPlanePerHour,
  creatableVersions,
  eksRelease,
  supportOn,
  type EksSupport,
} from "../../facts/kubernetes/eks-calendar";
import { resolveVersions } from "../resolve/versions";
import { needs, type Findings, type Rule } from "./rule";

const noticeDays = 90;
const path = ["versions", "kubernetes"];

const prices = `$${controlPlanePerHour.extended.toFixed(2)} an hour instead of $${controlPlanePerHour.standard.toFixed(2)}`;

const notCreatable: Readonly<Record<Exclude<EksSupport, "standard" | "extended">, string>> = {
  gone: "EKS no longer creates clusters with this version",
  unreleased: "EKS does not create clusters with this version yet",
  unknown: "this version is not in the calendar of EKS that glrunner knows",
};

function refused(kubernetes: string, support: keyof typeof notCreatable, today: string): Findings {
  const versions = creatableVersions(today);
  return {
    code: "kubernetes-not-creatable",
    path,
    value: kubernetes,
    message: `${notCreatable[support]} (on ${today})`,
    allowed: versions.join(", "),
    fix:
      versions.length === 0
        ? "update glrunner"
        : `use ${versions.at(-1) ?? ""}, with a Karpenter chart that supports it`,
  };
}

/** EKS cannot create the tutorial's own version. That set exists to adopt a cluster and to tear it down. */
function adoptOnly(kubernetes: string, today: string): Findings {
  return {
    code: "kubernetes-adopt-only",
    path,
    value: kubernetes,
    message: `EKS creates no cluster with this version (on ${today}); glrunner can adopt an existing one and tear it down`,
    allowed: "an existing cluster, with version set tutorial",
    fix: "use version set current for a new cluster",
  };
}

function aging(kubernetes: string, support: "standard" | "extended", today: string): Findings {
  const release = eksRelease(kubernetes);
  if (release === undefined) return undefined;
  const allowed = creatableVersions(today)
    .filter((version) => supportOn(version, today) === "standard")
    .join(", ");
  const given = { path, value: kubernetes, allowed, fix: "plan the upgrade to the next version" };
  if (support === "extended") {
    const message = `this version is in extended support until ${release.endOfExtended}: ${prices}`;
    return { ...given, code: "kubernetes-extended-support", message };
  }
  const days = daysBetween(today, release.endOfStandard);
  if (days > noticeDays) return undefined;
  const message = `standard support ends on ${release.endOfStandard}, in ${days} days; then it costs ${prices}`;
  return { ...given, code: "kubernetes-support-ending", message };
}

export const kubernetesVersion: Rule = needs(["versions"], ({ versions }, { today }) => {
  const { set, kubernetes } = resolveVersions(versions);
  const support = supportOn(kubernetes, today);
  if (support === "standard" || support === "extended") return aging(kubernetes, support, today);
  return set === "tutorial" ? adoptOnly(kubernetes, today) : refused(kubernetes, support, today);
});
