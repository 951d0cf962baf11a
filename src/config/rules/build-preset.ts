/** Where images can be built: on nodes, by a runner of its own. */
import { problem, type Problem } from "../input/problems";
import { needs, type Rule } from "./rule";

export const buildPreset: Rule = needs(["fleet"], ({ fleet }) =>
  fleet.flatMap(({ index, runner }): readonly Problem[] => {
    const { build, compute, job } = runner;
    if (build === undefined) return [];
    const path = ["runners", index, "build"];
    if (compute === "fargate") {
      return [
        problem({
          code: "build-on-fargate",
          path,
          value: build,
          message:
            build === "docker"
              ? "Fargate runs no privileged pods, so Docker-in-Docker does not start"
              : "Fargate lets a pod make no user namespaces, so rootless BuildKit does not start",
          allowed: "build with compute spot, spot-first or on-demand",
          fix: "add a runner with compute: on-demand and a tag of its own, such as build, and give the jobs that build images that tag",
        }),
      ];
    }
    if (build !== "rootless" || !job.privileged) return [];
    return [
      problem({
        code: "build-privileged",
        path,
        value: build,
        message: "rootless is for pods that are not privileged, and job.privileged is true",
        allowed: "job.privileged: false, or build: docker",
        fix: "remove job.privileged, or use build: docker",
      }),
    ];
  }),
);
