/**
 * Assesses whether the cluster is well, and what to do next. The worst finding decides: bad, then to look at, then unknown.
 * The cluster is well only if every question was answered.
 */
import { singleStack } from "../../config/stages";
import type { NextStep, StatusLevel, StatusReport } from "./report";

type StatusFacts = Omit<StatusReport, "verdict" | "next">;

interface Finding {
  readonly level: Exclude<StatusLevel, "well">;
  /** A clause without a full stop. */
  readonly text: string;
  readonly next?: NextStep;
}

const resume = { command: "glrunner resume", why: "finish the interrupted run" };

/** The verdict and the next step of a report. */
export function assessHealth(facts: StatusFacts): Pick<StatusReport, "verdict" | "next"> {
  const { holder } = facts;
  if (holder !== undefined) {
    return {
      verdict: { level: "look", text: `${holder.command} is in progress since ${holder.since}` },
      next: { command: "glrunner status --watch", why: "follow the run" },
    };
  }
  if (isAbsent(facts)) {
    return {
      verdict: { level: "look", text: "nothing is deployed yet" },
      next: { command: "glrunner plan --journey", why: "review the first deploy" },
    };
  }
  const all = findings(facts);
  const levels = ["bad", "look", "unknown"] as const;
  const level = levels.find((each) => all.some((finding) => finding.level === each)) ?? "well";
  const texts = all.filter((finding) => finding.level === level).map(({ text }) => text);
  const next = levels.flatMap((each) => all.filter((finding) => finding.level === each && finding.next));
  return {
    verdict: { level, text: level === "well" ? "every answer is as expected" : texts.join("; ") },
    next: next[0]?.next ?? { command: "glrunner plan", why: "see whether anything changed since" },
  };
}

/** Whether neither AWS nor a run of this machine has the cluster. */
function isAbsent({ stages, eks, unsettled }: StatusFacts): boolean {
  const untouched = stages.every(({ state }) => state === "unknown" || state === "destroyed");
  return untouched && unsettled.length === 0 && eks.known && eks.value === undefined;
}

function findings(facts: StatusFacts): readonly Finding[] {
  return [
    ...ofStages(facts),
    ...ofCluster(facts),
    ...ofManagers(facts),
    ...ofJobs(facts),
    ...ofGitLab(facts),
    ...ofPlan(facts),
  ];
}

/** A finding about these names; none without a name. */
function about(
  names: readonly string[],
  level: Finding["level"],
  text: (names: string) => string,
  next?: NextStep,
): readonly Finding[] {
  return names.length === 0 ? [] : [{ level, text: text(names.join(", ")), ...(next && { next }) }];
}

function ofStages({ stages, unsettled, unreadable }: StatusFacts): readonly Finding[] {
  const named = (state: string) => stages.filter((each) => each.state === state).map(({ stack }) => stack);
  const lock = unreadable === undefined ? [] : [unreadable];
  const lost = [...new Set([...named("lost"), ...unsettled])];
  const deploy = { command: "glrunner deploy", why: "deploy the missing stages" };
  const plan = { command: "glrunner plan", why: "see what is deployed" };
  return [
    ...about(lock, "bad", (reason) => `the run's lock cannot be read: ${reason}`),
    ...about(lost, "bad", (names) => `a run was lost in ${names}`, resume),
    ...about(named("failed"), "bad", (names) => `${names} failed`, resume),
    ...about(named("destroyed"), "bad", (names) => `${names} was destroyed`, deploy),
    ...about(named("unknown"), "unknown", (names) => `no run of this machine deployed ${names}`, plan),
  ];
}

function ofCluster({ eks, versions, cluster, stages }: StatusFacts): readonly Finding[] {
  if (!eks.known) return [{ level: "unknown", text: `the cluster: ${eks.why}` }];
  const next = { command: "glrunner deploy", why: "bring the cluster to what the configuration asks for" };
  if (eks.value === undefined) {
    const wasDeployed = stages.some(
      ({ stack, state }) => (stack === "eks" || stack === singleStack) && state === "deployed",
    );
    return wasDeployed
      ? [{ level: "bad", text: `AWS has no cluster ${cluster}, which a run of this machine deployed`, next }]
      : [{ level: "look", text: `the cluster ${cluster} is not deployed yet`, next }];
  }
  const { status, kubernetes, issues } = eks.value;
  const otherStatus = status === "ACTIVE" ? [] : [status];
  const otherVersion = kubernetes === versions.kubernetes ? [] : [kubernetes];
  return [
    ...about(otherStatus, "bad", (name) => `the cluster is ${name}`),
    ...issues.flatMap((issue) => about([issue], "bad", (text) => `EKS reports: ${text}`)),
    ...about(
      otherVersion,
      "look",
      (name) => `the cluster runs Kubernetes ${name}, the configuration asks for ${versions.kubernetes}`,
      next,
    ),
  ];
}

function ofManagers({ managers }: StatusFacts): readonly Finding[] {
  if (!managers.known) return [{ level: "unknown", text: `the managers: ${managers.why}` }];
  const named = (state: string) =>
    managers.value.filter((each) => each.state === state).map(({ runner }) => runner);
  const next = {
    command: "kubectl --namespace gitlab-runner get pods",
    why: "see why a manager does not run",
  };
  return [
    ...about(named("down"), "bad", (names) => `no manager runs for ${names}`, next),
    ...about(named("starting"), "look", (names) => `the manager of ${names} is starting`, next),
  ];
}

function ofJobs({ jobs }: StatusFacts): readonly Finding[] {
  if (!jobs.known) return [{ level: "unknown", text: `the jobs: ${jobs.why}` }];
  const { stuck } = jobs.value;
  if (stuck === 0) return [];
  const next = { command: "glrunner jobs clean", why: "see which job pods are stuck, and delete them" };
  return [{ level: "look", text: `${stuck} job ${stuck === 1 ? "pod is" : "pods are"} stuck`, next }];
}

function ofGitLab({ gitlab }: StatusFacts): readonly Finding[] {
  if (!gitlab.known) return [{ level: "unknown", text: `the runners in GitLab: ${gitlab.why}` }];
  const next = { command: "glrunner runners verify", why: "see how GitLab has each runner" };
  return gitlab.value.flatMap(({ name, verdict, message, paused }): Finding[] => {
    if (verdict === "wrong")
      return [{ level: "bad", text: `${name}: ${message ?? "wrong in GitLab"}`, next }];
    if (verdict === "different") return [{ level: "look", text: `${name} differs in GitLab`, next }];
    if (verdict === "unknown") return [{ level: "unknown", text: `${name}: ${message ?? "unknown"}` }];
    return paused === true ? [{ level: "look", text: `${name} is paused in GitLab`, next }] : [];
  });
}

function ofPlan({ lastPlan }: StatusFacts): readonly Finding[] {
  const plan = { command: "glrunner plan", why: "see whether anything changed since" };
  if (!lastPlan.known) return [{ level: "unknown", text: `drift: ${lastPlan.why}`, next: plan }];
  const { changes, isOld } = lastPlan.value;
  if (isOld) return [];
  const waiting = changes.filter(({ count }) => count > 0);
  if (waiting.length === 0) return [];
  const text = `the last plan had changes for ${waiting.map(({ stack, count }) => `${stack} (${count})`).join(", ")}`;
  return [{ level: "look", text, next: { command: "glrunner deploy", why: "apply them after a review" } }];
}
