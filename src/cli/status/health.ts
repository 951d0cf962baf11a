/**
 * Whether all is well, and what to do next. The worst finding decides: bad, then to look at, then unknown. Only what was
 * answered can be well.
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

const resume = { command: "glrunner resume", why: "finish the run that did not come to its end" };

export function assessHealth(facts: StatusFacts): Pick<StatusReport, "verdict" | "next"> {
  const { holder } = facts;
  if (holder !== undefined) {
    return {
      verdict: { level: "look", text: `${holder.command} is in progress since ${holder.since}` },
      next: { command: "glrunner status --watch", why: "see it come to its end" },
    };
  }
  if (isAbsent(facts)) {
    return {
      verdict: { level: "look", text: "nothing is deployed yet" },
      next: { command: "glrunner plan --journey", why: "review the first deploy" },
    };
  }
  const found = findings(facts);
  const levels = ["bad", "look", "unknown"] as const;
  const level = levels.find((each) => found.some((finding) => finding.level === each)) ?? "well";
  const texts = found.filter((finding) => finding.level === level).map(({ text }) => text);
  const next = levels.flatMap((each) => found.filter((finding) => finding.level === each && finding.next));
  return {
    verdict: { level, text: level === "well" ? "all that was asked is as it should be" : texts.join("; ") },
    next: next[0]?.next ?? { command: "glrunner plan", why: "see whether anything changed since" },
  };
}

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

function ofStages({ stages, unsettled, unreadable }: StatusFacts): readonly Finding[] {
  const named = (state: string) => stages.filter((each) => each.state === state).map(({ stack }) => stack);
  const lost = [...new Set([...named("lost"), ...unsettled])];
  const [failed, absent, destroyed] = [named("failed"), named("unknown"), named("destroyed")];
  return [
    ...(unreadable === undefined
      ? []
      : [{ level: "bad", text: `the run's lock cannot be read: ${unreadable}` } as const]),
    ...(lost.length === 0
      ? []
      : [{ level: "bad", text: `a run was lost in ${lost.join(", ")}`, next: resume } as const]),
    ...(failed.length === 0
      ? []
      : [{ level: "bad", text: `${failed.join(", ")} failed`, next: resume } as const]),
    ...(destroyed.length === 0
      ? []
      : [
          {
            level: "bad",
            text: `${destroyed.join(", ")} was destroyed`,
            next: { command: "glrunner deploy", why: "deploy the missing stages" },
          } as const,
        ]),
    ...(absent.length === 0
      ? []
      : [
          {
            level: "unknown",
            text: `no run of this machine deployed ${absent.join(", ")}`,
            next: { command: "glrunner plan", why: "see what is deployed" },
          } as const,
        ]),
  ];
}

function ofCluster({ eks, versions, cluster, stages }: StatusFacts): readonly Finding[] {
  if (!eks.known) return [{ level: "unknown", text: `the cluster: ${eks.why}` }];
  const deploy = { command: "glrunner deploy", why: "bring the cluster to what the configuration asks for" };
  if (eks.value === undefined) {
    const wasDeployed = stages.some(
      ({ stack, state }) => (stack === "eks" || stack === singleStack) && state === "deployed",
    );
    return wasDeployed
      ? [
          {
            level: "bad",
            text: `AWS has no cluster ${cluster}, which a run of this machine deployed`,
            next: deploy,
          },
        ]
      : [{ level: "look", text: `the cluster ${cluster} is not deployed yet`, next: deploy }];
  }
  const { status, kubernetes, issues } = eks.value;
  return [
    ...(status === "ACTIVE" ? [] : [{ level: "bad", text: `the cluster is ${status}` } as const]),
    ...issues.map((text) => ({ level: "bad", text: `EKS reports: ${text}` }) as const),
    ...(kubernetes === versions.kubernetes
      ? []
      : [
          {
            level: "look",
            text: `the cluster runs Kubernetes ${kubernetes}, the configuration asks for ${versions.kubernetes}`,
            next: deploy,
          } as const,
        ]),
  ];
}

function ofManagers({ managers }: StatusFacts): readonly Finding[] {
  if (!managers.known) return [{ level: "unknown", text: `the managers: ${managers.why}` }];
  const named = (state: string) =>
    managers.value.filter((each) => each.state === state).map(({ runner }) => runner);
  const [down, starting] = [named("down"), named("starting")];
  const pods = {
    command: "kubectl --namespace gitlab-runner get pods",
    why: "see why a manager does not run",
  };
  return [
    ...(down.length === 0
      ? []
      : [{ level: "bad", text: `no manager runs for ${down.join(", ")}`, next: pods } as const]),
    ...(starting.length === 0
      ? []
      : [{ level: "look", text: `the manager of ${starting.join(", ")} is starting`, next: pods } as const]),
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
  const next = { command: "glrunner runners verify", why: "see what GitLab says of each runner" };
  return gitlab.value.flatMap(({ name, verdict, message, paused }): Finding[] => {
    if (verdict === "wrong")
      return [{ level: "bad", text: `${name}: ${message ?? "wrong in GitLab"}`, next }];
    if (verdict === "different") return [{ level: "look", text: `${name} differs in GitLab`, next }];
    if (verdict === "unknown") return [{ level: "unknown", text: `${name}: ${message ?? "not known"}` }];
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
