/** A deploy as it is told, for the tests of both views. */
import type { RunEvent, NewRunEvent } from "../../../src/run/journal/events";

export const start = Date.UTC(2026, 10, 23, 9, 0, 0);

/** The news, each at its second. */
export function events(...news: readonly (readonly [second: number, news: NewRunEvent])[]): RunEvent[] {
  return news.map(([second, each]) => ({ ...each, at: new Date(start + second * 1000).toISOString() }));
}

export const cluster = "module.eks.aws_eks_cluster.this[0]";
export const profile = 'module.eks.module.fargate_profile["karpenter"].aws_eks_fargate_profile.this[0]';

/** A deploy up to the creation of the cluster. */
export const deploy = events(
  [0, { kind: "run-started", command: "deploy", stacks: ["vpc", "eks", "addons", "runners"] }],
  [0, { kind: "stack-skipped", stack: "vpc", why: "nothing to change" }],
  [1, { kind: "stack-started", stack: "eks", attempt: 1 }],
  [1, { kind: "step-started", stack: "eks", step: "init" }],
  [9, { kind: "step-done", stack: "eks", step: "init", seconds: 8 }],
  [9, { kind: "step-started", stack: "eks", step: "plan" }],
  [29, { kind: "step-done", stack: "eks", step: "plan", seconds: 20 }],
  [29, { kind: "planned", stack: "eks", add: 26, change: 0, remove: 0 }],
  [30, { kind: "step-started", stack: "eks", step: "apply" }],
  [31, { kind: "resource-started", stack: "eks", address: "aws_kms_key.this", action: "create" }],
  [50, { kind: "resource-done", stack: "eks", address: "aws_kms_key.this", action: "create", seconds: 19 }],
  [51, { kind: "resource-started", stack: "eks", address: cluster, action: "create" }],
  [80, { kind: "resource-started", stack: "eks", address: "aws_iam_role.fargate", action: "create" }],
);

/** And on from there to the end. */
export const rest = events(
  [
    82,
    { kind: "resource-done", stack: "eks", address: "aws_iam_role.fargate", action: "create", seconds: 2 },
  ],
  [661, { kind: "resource-done", stack: "eks", address: cluster, action: "create", seconds: 610 }],
  [661, { kind: "resource-started", stack: "eks", address: profile, action: "create" }],
  [781, { kind: "resource-done", stack: "eks", address: profile, action: "create", seconds: 120 }],
  [782, { kind: "step-done", stack: "eks", step: "apply", seconds: 752 }],
  [783, { kind: "stack-done", stack: "eks", add: 26, change: 0, remove: 0, seconds: 782 }],
  [784, { kind: "stack-started", stack: "addons", attempt: 1 }],
  [785, { kind: "step-started", stack: "addons", step: "plan" }],
);
