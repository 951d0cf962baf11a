import { describe, expect, it } from "vitest";
import { fargate, fleet, found } from "../../samples";

const yaml = (variable: string) =>
  `a: { script: x, tags: [eks-fargate], variables: { ${variable}, KUBERNETES_OTHER: 1 } }`;
const withJob = (job: object) => fleet([{ ...fargate, job }]);

describe("overwrite", () => {
  it("reports a size that the runner does not allow jobs to set", () => {
    expect(found("overwrite", yaml("KUBERNETES_CPU_LIMIT: 2"))).toEqual([
      [
        "warning 1 a",
        "KUBERNETES_CPU_LIMIT has no effect; runner fargate: jobs may not set it",
        "runners[].job.overwrites.max.cpu",
      ],
    ]);
  });

  it.each([
    ["KUBERNETES_NAMESPACE_OVERWRITE", "namespace"],
    ["KUBERNETES_SERVICE_ACCOUNT_OVERWRITE", "serviceAccount"],
    ["KUBERNETES_POD_LABELS_1", "podLabels"],
    ["KUBERNETES_POD_ANNOTATIONS_1", "podAnnotations"],
    ["KUBERNETES_NODE_SELECTOR_1", "nodeSelector"],
    ["KUBERNETES_NODE_TOLERATIONS_1", "nodeTolerations"],
  ])("%s needs job.overwrites.%s and must match its expression", (variable, option) => {
    const [[where, , fix] = []] = found("overwrite", yaml(`${variable}: team-a`));
    expect([where, fix]).toEqual(["warning 1 a", `runners[].job.overwrites.${option}`]);
    const allowed = withJob({ overwrites: { [option]: "^team-" } });
    expect(found("overwrite", yaml(`${variable}: team-a`), allowed)).toEqual([]);
    expect(found("overwrite", yaml(`${variable}: $TEAM`), allowed)).toEqual([]);
    expect(found("overwrite", yaml(`${variable}: other`), allowed)).toEqual([
      [
        "error 1 a",
        `${variable} other fails the job; runner fargate: allowed is ^team-`,
        `another value, or runners[].job.overwrites.${option}`,
      ],
    ]);
  });

  it("reports a value above the maximum, which fails the job", () => {
    const runners = withJob({ overwrites: { max: { cpu: 2, helper: { memory: "1Gi" } } } });
    const levels = (variable: string) => found("overwrite", yaml(variable), runners).map(([where]) => where);
    expect(levels("KUBERNETES_CPU_LIMIT: 2")).toEqual([]);
    expect(levels("KUBERNETES_CPU_REQUEST: 2001m")).toEqual(["error 1 a"]);
    expect(levels("KUBERNETES_HELPER_MEMORY_LIMIT: 1024Mi")).toEqual([]);
    expect(levels("KUBERNETES_HELPER_MEMORY_LIMIT: 1100M")).toEqual(["error 1 a"]);
    expect(levels("KUBERNETES_CPU_LIMIT: many")).toEqual([]);
  });

  it("reads the settings that only extraToml can set", () => {
    const extraToml =
      '[[runners]]\n[runners.kubernetes]\nbearer_token_overwrite_allowed = true\npod_cpu_limit_overwrite_max_allowed = "4"\n';
    const runners = fleet([{ ...fargate, extraToml }]);
    expect(
      found("overwrite", yaml("KUBERNETES_BEARER_TOKEN: $T, KUBERNETES_POD_CPU_LIMIT: 4"), runners),
    ).toEqual([]);
    expect(found("overwrite", yaml("KUBERNETES_BEARER_TOKEN: $T, KUBERNETES_POD_CPU_LIMIT: 4"))).toHaveLength(
      2,
    );
  });
});
