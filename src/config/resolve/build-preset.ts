/**
 * `runners[].build`: the settings with which jobs of a runner can build images. The user's own settings and variables win.
 *
 * Sources, read 2026-11-30: docs.gitlab.com/ci/docker/docker_in_docker (Kubernetes executor with TLS: empty_dir and variables) and
 * /using_buildkit (moby/buildkit:rootless, BUILDKITD_FLAGS); gitlabhq/gitlab-runner docs/executors/kubernetes/_index.md ("Set seccomp and
 * AppArmor profiles", "to enable rootless image building"). Amazon Linux has no AppArmor, so the preset does not disable it.
 */
import type { JobConfig } from "../schema/job";
import type { BuildPreset } from "../schema/runners";

interface BuildSettings {
  readonly job: JobConfig;
  readonly environment: Readonly<Record<string, string>>;
}

/** The daemon creates the certificates, and its clients read them. Both are containers of one pod. */
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

/** BuildKit creates a user namespace of its own, and cannot create a process namespace in it. */
const rootlessVariables = { BUILDKITD_FLAGS: "--oci-worker-no-process-sandbox" };

/** Adds the settings of the preset, if there is one. */
export function withBuild(build: BuildPreset | undefined, given: BuildSettings): BuildSettings {
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
