/** Checks the configured versions on a day: the support of Kubernetes by EKS, the compatibility of Karpenter, the runner chart. */
import { versionSets } from "../../../modules/pins";
import type { Config } from "../../config";
import { daysBetween } from "../../facts/dates";
import {
  controlPlanePerHour,
  creatableVersions,
  eksRelease,
  supportOn,
  type EksRelease,
} from "../../facts/kubernetes/eks-calendar";
import {
  avoidedKarpenter,
  fits,
  fittingCharts,
  karpenterMaintenanceEnded,
  karpenterRange,
} from "../../facts/kubernetes/karpenter-matrix";
import { imageDay, nodeImage, nodeImagesTable } from "../../facts/kubernetes/node-images";
import { newestRunnerChart, runnerVersion } from "../../facts/gitlab/runner-charts";
import { tableAges } from "../../facts/tables";
import { compareVersions } from "../../facts/version-order";
import { counted } from "../../html/counted";
import { findingsOf, type Finding } from "../finding";
import type { Deployed } from "../options";

const finding = findingsOf("calendar");
const source = "https://docs.aws.amazon.com/eks/latest/userguide/kubernetes-versions.html";
/** Days before the end of support from which the check warns. */
export const noticeDays = 90;

interface CalendarQuestion {
  readonly config: Config;
  /** YYYY-MM-DD. */
  readonly on: string;
  /** An existing cluster keeps a version that EKS no longer creates. */
  readonly created: Deployed;
}

/** Findings about the versions. */
export function calendar({ config, on, created }: CalendarQuestion): readonly Finding[] {
  const karpenter = config.addons.karpenter.enabled
    ? [karpenterFit(config, on), ...nodeImageAge(config, on)]
    : [];
  return [kubernetes(config, on, created), ...karpenter, ...runnerChart(config), ...oldTables(on)];
}

/** A pinned image stays until the configuration changes. Security updates of Amazon Linux come with the next release. */
function nodeImageAge({ addons, versions }: Config, on: string): readonly Finding[] {
  const { image } = addons.karpenter.nodes;
  const day = imageDay(image);
  if (day === undefined || versions.set === "tutorial") return [];
  const days = daysBetween(day, on);
  const { lookAt } = nodeImagesTable;
  const what = `the nodes' machine image ${image} is ${counted(Math.max(0, days), "day")} old on ${on}`;
  if (days <= nodeImage.maxAgeDays) return [finding("ok", "node-image", what, { source: lookAt })];
  const fix = `set addons.karpenter.nodes.image to a newer release of ${lookAt}, then plan and deploy addons`;
  return [finding("warning", "node-image", what, { fix, source: lookAt })];
}

/** `$0.10 an hour`. */
export const hourly = (price: number) => `$${price.toFixed(2)} an hour`;

function kubernetes(config: Config, on: string, created: Deployed): Finding {
  const { kubernetes: version } = config.versions;
  const release = eksRelease(version);
  const name = `Kubernetes ${version}`;
  if (release === undefined) {
    const fix = `update glrunner, or look the version up: \`aws eks describe-cluster-versions --cluster-versions ${version}\``;
    return finding("unknown", "kubernetes", `${name} is not in glrunner's calendar`, {
      fix,
      source,
    });
  }
  switch (supportOn(version, on)) {
    case "unknown":
    case "unreleased":
      return finding(
        "error",
        "kubernetes",
        `EKS does not offer ${name} on ${on}: it is released on ${release.released}`,
        {
          fix: useInstead(on),
          source,
        },
      );
    case "standard":
      return standard(name, release, on);
    case "extended":
      return extended(name, release, on);
    case "gone":
      return gone(name, release, { on, created, adoptOnly: config.versions.set === "tutorial" });
  }
}

/** Versions in standard support. @param current the version to leave out */
function useInstead(on: string, current?: string): string {
  const versions = creatableVersions(on).filter(
    (version) => supportOn(version, on) === "standard" && version !== current,
  );
  return versions.length === 0
    ? "update glrunner"
    : `set versions.kubernetes to one of ${versions.join(", ")}`;
}

function standard(name: string, { kubernetes, endOfStandard }: EksRelease, on: string): Finding {
  const days = daysBetween(on, endOfStandard);
  const state = `on ${on} ${name} is in standard support (${hourly(controlPlanePerHour.standard)}) until ${endOfStandard}`;
  if (days > noticeDays) return finding("ok", "kubernetes", state, { source });
  const what = `${state}, for ${counted(days, "more day")}; then it costs ${hourly(controlPlanePerHour.extended)}`;
  return finding("warning", "kubernetes", what, {
    fix: `run \`glrunner upgrade\`, which lists the steps, or ${useInstead(on, kubernetes)}`,
    source,
  });
}

function extended(name: string, { endOfExtended }: EksRelease, on: string): Finding {
  const days = daysBetween(on, endOfExtended);
  const soon =
    days <= noticeDays ? `, for ${counted(days, "more day")}; then EKS upgrades the cluster itself` : "";
  const price = `${hourly(controlPlanePerHour.extended)} instead of ${hourly(controlPlanePerHour.standard)}`;
  const what = `on ${on} ${name} is in extended support (${price}) until ${endOfExtended}${soon}`;
  const fix = `run \`glrunner upgrade\`, which lists the steps, or ${useInstead(on)}`;
  return finding("warning", "kubernetes", what, { fix, source });
}

/** Details that decide about a version that EKS no longer creates. */
interface Circumstances {
  readonly on: string;
  readonly created: Deployed;
  readonly adoptOnly: boolean;
}

function gone(
  name: string,
  { endOfExtended }: EksRelease,
  { on, created, adoptOnly }: Circumstances,
): Finding {
  const what = `EKS creates no cluster with ${name} on ${on}: its support ended on ${endOfExtended}`;
  const fix = useInstead(on);
  if (created) {
    return finding("warning", "kubernetes", `${what}, and EKS upgrades existing clusters`, { fix, source });
  }
  return adoptOnly
    ? finding("warning", "kubernetes", `${what}; an existing cluster can be adopted and destroyed`, {
        fix: "set versions.set: current for a new cluster",
        source,
      })
    : finding("error", "kubernetes", what, { fix, source });
}

const karpenterSource = "https://karpenter.sh/docs/upgrading/compatibility/";

/** Warns of a release without further patches. It still works. */
function maintained(karpenter: string, on: string, what: string): Finding {
  const ended = karpenterMaintenanceEnded(karpenter, on);
  if (ended === undefined) return finding("ok", "karpenter", `${what} fits`, { source: karpenterSource });
  return finding(
    "warning",
    "karpenter",
    `${what} fits, but Karpenter ${karpenter} gets no more patches since ${ended}`,
    {
      fix: `run \`glrunner upgrade\`, or set versions.karpenter to ${versionSets.current.karpenter}`,
      source: "https://endoflife.date/karpenter",
    },
  );
}

function karpenterFit({ versions }: Config, on: string): Finding {
  const { kubernetes: version, karpenter } = versions;
  const what = `Karpenter ${karpenter} on Kubernetes ${version}`;
  const source = karpenterSource;
  if (fits(karpenter, version)) return maintained(karpenter, on, what);
  const charts = fittingCharts(version, versions.set === "tutorial" ? "v1alpha5" : "v1");
  const fix =
    charts === ""
      ? "set versions.kubernetes to another version"
      : `set versions.karpenter to a chart of ${charts}`;
  const avoided = avoidedKarpenter(karpenter);
  const unknown = karpenterRange(karpenter) === undefined;
  return unknown
    ? finding("unknown", "karpenter", `${what}: glrunner does not know this chart`, { fix, source })
    : finding("error", "karpenter", `${what} does not fit${avoided === undefined ? "" : `: ${avoided}`}`, {
        fix,
        source,
      });
}

function runnerChart({ runners, versions: { runnerChart: chart } }: Config): readonly Finding[] {
  if (runners.length === 0) return [];
  const runner = runnerVersion(chart);
  const minor = chart.split(".").slice(0, 2).join(".");
  const seen = compareVersions(minor, newestRunnerChart) <= 0;
  if (runner === undefined || !seen) {
    const what = `glrunner does not know which GitLab Runner chart ${chart} installs: the newest chart that it knows is ${newestRunnerChart}`;
    return [finding("unknown", "runner-chart", what)];
  }
  return [finding("ok", "runner-chart", `chart ${chart} installs GitLab Runner ${runner}`)];
}

/** The tables of an old release become wrong without any error. */
function oldTables(on: string): readonly Finding[] {
  const old = tableAges(on).filter((age) => age.old);
  const [oldest] = old;
  if (oldest === undefined) return [];
  const names = old.map(({ table, days }) => `${table.name} (${table.readOn}, ${counted(days, "day")} ago)`);
  const { lookAt } = oldest.table;
  const what = `these tables were compared with their sources long ago: ${names.join("; ")}`;
  return [
    finding("warning", "facts", what, { fix: `update glrunner, or look at ${lookAt}`, source: lookAt }),
  ];
}
