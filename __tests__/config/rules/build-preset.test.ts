import { describe, expect, it } from "vitest";
import { configOf, found, runner } from "../samples";

const built = (build: string, more: object = {}) =>
  configOf({ runners: [runner({ compute: "on-demand", build, ...more })] }).runners[0];

describe("a runner that builds images", () => {
  it("is refused on Fargate, with the alternative", () => {
    expect(found({ runners: [runner({ build: "docker" })] })).toEqual(["build-on-fargate runners[0].build"]);
    expect(found({ runners: [runner({ build: "rootless" })] })).toEqual([
      "build-on-fargate runners[0].build",
    ]);
    expect(found({ runners: [runner({ compute: "on-demand", build: "docker" })] })).toEqual([]);
    expect(found({ runners: [runner({ compute: "on-demand", build: "kaniko" })] })).toHaveLength(1);
  });

  it("is privileged with Docker, and has certificates and TLS", () => {
    const given = built("docker", { environment: { DOCKER_HOST: "tcp://elsewhere:2376", A: "b" } });
    expect(given?.job.privileged).toBe(true);
    expect(given?.job.volumes.emptyDir).toEqual([
      { name: "docker-certs", mountPath: "/certs/client", medium: "Memory" },
    ]);
    expect(given?.environment).toEqual({
      ...{ A: "b", DOCKER_HOST: "tcp://elsewhere:2376" },
      ...{ DOCKER_TLS_CERTDIR: "/certs", DOCKER_TLS_VERIFY: "1", DOCKER_CERT_PATH: "/certs/client" },
    });
  });

  it("keeps a volume of the user at the path of the certificates", () => {
    const emptyDir = [{ name: "mine", mountPath: "/certs/client" }];
    expect(built("docker", { job: { volumes: { emptyDir } } })?.job.volumes.emptyDir).toEqual(emptyDir);
  });

  it("runs rootless BuildKit as its own user, without the seccomp filter that forbids namespaces", () => {
    const given = built("rootless");
    expect(given?.job.privileged).toBe(false);
    expect(given?.job.volumes.emptyDir).toEqual([]);
    expect(given?.job.security.build).toEqual({
      ...{ runAsUser: 1000, runAsGroup: 1000, seccompProfile: { type: "Unconfined" } },
    });
    expect(given?.environment).toEqual({ BUILDKITD_FLAGS: "--oci-worker-no-process-sandbox" });
    const runners = [runner({ compute: "on-demand", build: "rootless", job: { privileged: true } })];
    expect(found({ runners })).toEqual(["build-privileged runners[0].build"]);
  });
});
