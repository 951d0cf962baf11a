/**
 * Finds the steps from the configured versions to newer ones, in the order of their deployment.
 *
 * 1. Karpenter first, if it does not support a Kubernetes version of the path or gets no more patches: the new controller
 *    must run before the control plane that needs it. Its custom resource definitions are upgraded in the same step.
 * 2. A newer machine image before a Kubernetes version that is newer than the pinned image, which does not exist for it.
 * 3. Kubernetes one minor version at a time, each with the pods on Fargate restarted before the next. EKS takes no larger
 *    step, never goes back, and refuses an upgrade while a Fargate pod's kubelet is too old.
 * 4. The machine image if it is old, and the runner chart, in any order: nothing depends on them.
 *
 * Sources: karpenter.sh/docs/upgrading/compatibility and /upgrade-guide; karpenter.sh/docs/faq (How do I upgrade an EKS
 * Cluster with Karpenter); docs.aws.amazon.com/eks/latest/userguide/update-cluster.html; read 2026-11-30.
 */
import { versionSets } from "../../../modules/pins";
import { managerNamespace, type Config } from "../../config";
import type { StageName } from "../../config/stages";
import { daysBetween } from "../../facts/dates";
import { creatable, eksCalendar, eksRelease, supportOn } from "../../facts/kubernetes/eks-calendar";
import { fits, fittingCharts, karpenterMaintenanceEnded } from "../../facts/kubernetes/karpenter-matrix";
import { imageDay, nodeImage, nodeImagesTable } from "../../facts/kubernetes/node-images";
import { runnerVersion } from "../../facts/gitlab/runner-charts";
import { compareVersions } from "../../facts/version-order";
import { counted } from "../../html/counted";
import { noticeDays } from "./calendar";

/** Input of the search. */
export interface UpgradeQuestion {
  readonly config: Config;
  /** Kubernetes version of the cluster. @default the configuration's */
  readonly deployed?: string;
  /** Kubernetes version to reach. @default see `usualTarget` */
  readonly to?: string;
  /** The day that versions are judged on, YYYY-MM-DD. */
  readonly on: string;
}

/** A value of the configuration that a step sets. */
export interface Setting {
  readonly path: readonly string[];
  readonly from: string;
  readonly to: string;
}

/** One step, to deploy before the next one. */
export interface UpgradeStep {
  readonly id: "karpenter" | "node-image" | "kubernetes" | "runner-chart";
  readonly what: string;
  readonly why: string;
  /** Values to change in the configuration. */
  readonly settings: readonly Setting[];
  /** Stages to deploy, one command after the other. */
  readonly deploys: readonly (readonly StageName[])[];
  /** Commands for the shell, after the deploy. */
  readonly then: readonly string[];
  /** Page with a value that glrunner does not know. */
  readonly lookAt?: string;
  readonly source: string;
}

/** All steps. */
export interface UpgradePath {
  readonly ok: true;
  readonly on: string;
  /** Kubernetes versions. */
  readonly from: string;
  readonly to: string;
  readonly steps: readonly UpgradeStep[];
  /** The newest version in standard support, if it is newer than `to`. */
  readonly newer?: string;
}

/** Why there is no path. The codes are those of the command line. */
interface NoUpgrade {
  readonly ok: false;
  readonly code: "upgrade-adopted" | "upgrade-target";
  readonly message: string;
  readonly fix: string;
}

const tested = versionSets.current;

/** The path, or why there is none. */
export function upgradePath(question: UpgradeQuestion): UpgradePath | NoUpgrade {
  const { config, on } = question;
  const { versions } = config;
  if (versions.set === "tutorial") {
    return {
      ...{ ok: false, code: "upgrade-adopted" },
      message: `version set tutorial has the published versions: Kubernetes ${versions.kubernetes} and Karpenter ${versions.karpenter}`,
      fix: "deploy a second cluster with version set current, and move the jobs to it (docs/operating.md)",
    };
  }
  const from = question.deployed ?? versions.kubernetes;
  const to = question.to ?? usualTarget(from, on);
  const wrong = wrongTarget({ from, to, on, karpenter: config.addons.karpenter.enabled });
  if (wrong !== undefined) return wrong;
  const path = between(from, to);
  const newest = standardVersions(on).at(-1);
  return {
    ...{ ok: true, on, from, to },
    steps: [
      ...karpenter(config, path, on),
      ...imageFor(config, path),
      ...path.slice(1).map((next, index) => kubernetes(config, path[index] ?? from, next)),
      ...(path.length === 1 ? behind(config, from) : []),
      ...oldImage(config, path, on),
      ...runnerChart(config),
    ],
    ...(newest !== undefined && compareVersions(newest, to) > 0 && { newer: newest }),
  };
}

/** In standard support, oldest first. */
function standardVersions(on: string): readonly string[] {
  return eksCalendar.map((row) => row.kubernetes).filter((version) => supportOn(version, on) === "standard");
}

/** The tested version. Near the end of its support, the newest version that Karpenter supports. */
function usualTarget(from: string, on: string): string {
  const end = eksRelease(tested.kubernetes)?.endOfStandard ?? on;
  const isAging = daysBetween(on, end) <= noticeDays;
  const newest = standardVersions(on).findLast((version) => fits(tested.karpenter, version));
  const target = isAging ? (newest ?? tested.kubernetes) : tested.kubernetes;
  return compareVersions(target, from) > 0 ? target : from;
}

interface Target {
  readonly from: string;
  readonly to: string;
  readonly on: string;
  /** Whether Karpenter is installed. */
  readonly karpenter: boolean;
}

function wrongTarget({ from, to, on, karpenter: withKarpenter }: Target): NoUpgrade | undefined {
  const refuse = (message: string, fix: string): NoUpgrade => ({
    ok: false,
    code: "upgrade-target",
    message,
    fix,
  });
  if (compareVersions(to, from) < 0)
    return refuse(
      `the cluster has Kubernetes ${from}, and EKS never goes back to ${to}`,
      "give a newer version, or none",
    );
  if (to !== from && !creatable(to, on)) {
    const offered = standardVersions(on).filter((version) => compareVersions(version, from) > 0);
    const fix = offered.length === 0 ? "update glrunner" : `give one of ${offered.join(", ")}`;
    return refuse(`EKS does not offer Kubernetes ${to} on ${on}, as far as glrunner knows`, fix);
  }
  if (to !== from && withKarpenter && !fits(tested.karpenter, to))
    return refuse(
      `glrunner knows no Karpenter that runs on Kubernetes ${to}`,
      "update glrunner, or give an older version",
    );
  return undefined;
}

/** Every minor version from one to the other, both included. */
function between(from: string, to: string): readonly string[] {
  const minor = (version: string) => Number(version.split(".")[1] ?? 0);
  const count = Math.max(0, minor(to) - minor(from));
  return Array.from({ length: count + 1 }, (_, index) => `1.${minor(from) + index}`);
}

function changed(path: readonly string[], from: string, to: string): readonly Setting[] {
  return from === to ? [] : [{ path, from, to }];
}

function karpenter(
  { addons, versions }: Config,
  path: readonly string[],
  on: string,
): readonly UpgradeStep[] {
  const { karpenter: from } = versions;
  const to = tested.karpenter;
  if (!addons.karpenter.enabled || compareVersions(to, from) <= 0) return [];
  const needs = path.find((kubernetesVersion) => !fits(from, kubernetesVersion));
  const ended = karpenterMaintenanceEnded(from, on);
  if (needs === undefined && ended === undefined) return [];
  const why =
    needs === undefined
      ? `Karpenter ${from} gets no more patches since ${ended ?? ""}`
      : `Kubernetes ${needs} needs Karpenter ${fittingCharts(needs, "v1")}, before the control plane`;
  return [
    {
      id: "karpenter",
      what: `Karpenter ${from} to ${to}, with its custom resource definitions`,
      why: `${why}. A new version may replace nodes, each after its last job`,
      settings: changed(["versions", "karpenter"], from, to),
      deploys: [["addons"]],
      then: [],
      source: "https://karpenter.sh/docs/upgrading/upgrade-guide/",
    },
  ];
}

/** The image step that a Kubernetes version of the path needs first. */
function imageFor(config: Config, path: readonly string[]): readonly UpgradeStep[] {
  const day = pinnedDay(config);
  const needs = path
    .slice(1)
    .find((version) => day !== undefined && day < (eksRelease(version)?.released ?? ""));
  const why = `the image is older than Kubernetes ${needs ?? ""} on EKS, so there is none of it for that version`;
  return needs === undefined ? [] : [image(config, why, eksRelease(path.at(-1) ?? needs)?.released ?? "")];
}

function oldImage(config: Config, path: readonly string[], on: string): readonly UpgradeStep[] {
  const day = pinnedDay(config);
  if (day === undefined || imageFor(config, path).length > 0) return [];
  const days = daysBetween(day, on);
  if (days <= nodeImage.maxAgeDays) return [];
  return [
    image(
      config,
      `the image is ${counted(days, "day")} old, and updates of Amazon Linux come with the next`,
      day,
    ),
  ];
}

/** YYYY-MM-DD; undefined if Karpenter launches no nodes, or uses the newest image. */
function pinnedDay({ addons }: Config): string | undefined {
  const { enabled, nodes, nodePools } = addons.karpenter;
  return enabled && Object.keys(nodePools).length > 0 ? imageDay(nodes.image) : undefined;
}

/** @param after the image must be newer than this day */
function image({ addons }: Config, why: string, after: string): UpgradeStep {
  const { image: from } = addons.karpenter.nodes;
  const isKnown = (imageDay(nodeImage.alias) ?? "") > after;
  const { lookAt } = nodeImagesTable;
  return {
    id: "node-image",
    what: `machine image of the nodes, ${from} to ${isKnown ? nodeImage.alias : "a newer release"}`,
    why: `${why}. Karpenter replaces each node after its last job`,
    settings: isKnown ? changed(["addons", "karpenter", "nodes", "image"], from, nodeImage.alias) : [],
    deploys: [["addons"]],
    then: [],
    ...(!isKnown && { lookAt }),
    source: lookAt,
  };
}

function kubernetes(config: Config, from: string, to: string): UpgradeStep {
  return {
    id: "kubernetes",
    what: `Kubernetes ${from} to ${to}`,
    why: "EKS upgrades one minor version at a time and never goes back",
    settings: changed(["versions", "kubernetes"], config.versions.kubernetes, to),
    deploys: [["eks"], ["addons", "runners"]],
    then: restarts(config),
    source: "https://docs.aws.amazon.com/eks/latest/userguide/update-cluster.html",
  };
}

/** The cluster is newer than the configuration, and a deploy would request an older version. */
function behind(config: Config, deployed: string): readonly UpgradeStep[] {
  const { kubernetes: configured } = config.versions;
  if (compareVersions(configured, deployed) >= 0) return [];
  return [
    {
      ...kubernetes(config, deployed, deployed),
      what: `Kubernetes ${deployed}, which the cluster has already`,
      why: `the configuration has ${configured}, and EKS never goes back`,
      then: [],
    },
  ];
}

/** A pod on Fargate keeps its kubelet version until it restarts. Jobs start new pods anyway. */
function restarts({ cluster, addons, runners }: Config): readonly string[] {
  const restart = (namespace: string, deployment = "") =>
    `kubectl --namespace ${namespace} rollout restart deployment${deployment && ` ${deployment}`}`;
  const system = [
    restart("kube-system", "coredns"),
    ...(addons.karpenter.enabled ? [restart("karpenter", "karpenter")] : []),
  ];
  return [
    ...(cluster.systemPods === "fargate" ? system : []),
    ...(cluster.managers === "fargate" && runners.length > 0 ? [restart(managerNamespace)] : []),
  ];
}

function runnerChart({ runners, versions: { runnerChart: from } }: Config): readonly UpgradeStep[] {
  const to = tested.runnerChart;
  if (runners.length === 0 || compareVersions(to, from) <= 0) return [];
  const release = (chart: string) => `GitLab Runner ${runnerVersion(chart) ?? `of chart ${chart}`}`;
  return [
    {
      id: "runner-chart",
      what: `runner chart ${from} to ${to}, ${release(from)} to ${release(to)}`,
      why: "the tests run with it. Leave this step out while your GitLab is older than that GitLab Runner",
      settings: changed(["versions", "runnerChart"], from, to),
      deploys: [["runners"]],
      then: [],
      source: "https://docs.gitlab.com/runner/#gitlab-runner-versions",
    },
  ];
}
