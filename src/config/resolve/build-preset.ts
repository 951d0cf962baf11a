/**
 * `runners[].build`: what a runner needs so that its jobs can build images. What the user wrote stays; a variable of the user wins.
 *
 * Sources, read 2026-11-30: docs.gitlab.com/ci/docker/docker_in_docker (Kubernetes executor with TLS: empty_dir and variables) and
 * /using_buildkit (moby/buildkit:rootless, BUILDKITD_FLAGS); gitlabhq/gitlab-runner docs/executors/kubernetes/_index.md ("Set seccomp and
 * AppArmor profiles", "to enable rootless image building"). Amazon Linux has no AppArmor, so there is none to switch off.
 */
import type { JobConfig } from "../schema/job";
import type { BuildPreset } from "../schema/runners";

interface Built {
  readonly job: JobConfig;
  readonly environment: Readonly<Record<string, string>>;
}

/** The daemon makes the certificates, its clients read them. Both are containers of one pod. */
const certificates = { name: "docker-certs", mountPath: "/certs/client", medium: "Memory" } as const;

/** Variables of jobs on a runner with Docker-in-Docker over TLS. */
const dockerVariables = {
  DOCKER_HOST: "tcp://docker:2376",
  DOCKER_TLS_CERTDIR: "/certs",
  DOCKER_TLS_VERIFY: "1",
  DOCKER_CERT_PATH: "/certs/client",
};

/** User of the image `moby/buildkit:rootless`. */
const rootless = { runAsUser: 1000, runAsGroup: 1000, seccompProfile: { type: "Unconfined" } } as const;

/** BuildKit makes a user namespace of its own, and cannot make one of processes in it. */
const rootlessVariables = { BUILDKITD_FLAGS: "--oci-worker-no-process-sandbox" };

export function withBuild(build: BuildPreset | undefined, given: Built): Built {
  const { job, environment } = given;
  switch (build) {
    case undefined:
      return given;
    case "docker": {
      const { emptyDir } = job.volumes;
      const own = emptyDir.some(({ mountPath }) => mountPath === certificates.mountPath);
      return {
        job: {
          ...job,
          privileged: true,
          volumes: { ...job.volumes, emptyDir: own ? emptyDir : [...emptyDir, certificates] },
        },
        environment: { ...dockerVariables, ...environment },
      };
    }
    case "rootless":
      return {
        job: { ...job, security: { ...job.security, build: { ...rootless, ...job.security.build } } },
        environment: { ...rootlessVariables, ...environment },
      };
  }
}
