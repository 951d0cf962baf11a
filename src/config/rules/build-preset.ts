/** Where jobs can build images: on nodes, with a runner of its own. */
import { eachRunner, type Rule } from "./rule";

export const buildPreset: Rule = eachRunner(({ index, runner: { build, compute, job } }) => {
  if (build === undefined) return undefined;
  const path = ["runners", index, "build"];
  if (compute === "fargate") {
    return {
      code: "build-on-fargate",
      path,
      value: build,
      message:
        build === "docker"
          ? "Fargate runs no privileged pods, so Docker-in-Docker does not start"
          : "Fargate pods cannot create user namespaces, so rootless BuildKit does not start",
      allowed: "build with compute spot, spot-first or on-demand",
      fix: "add a runner with compute: on-demand and a tag of its own, such as build, and give that tag to the jobs that build images",
    };
  }
  return (
    build === "rootless" &&
    job.privileged && {
      code: "build-privileged",
      path,
      value: build,
      message: "rootless builds run in pods that are not privileged, but job.privileged is true",
      allowed: "job.privileged: false, or build: docker",
      fix: "remove job.privileged, or use build: docker",
    }
  );
});
