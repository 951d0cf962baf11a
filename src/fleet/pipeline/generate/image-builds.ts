/**
 * A job that builds an image, for each value of `runners[].build`. Sources, read 2026-11-30:
 * docs.gitlab.com/ci/docker/docker_in_docker (images and service) and docs.gitlab.com/ci/docker/using_buildkit (image and command).
 */
import type { FleetRunner } from "../fleet-runner";

export interface ImageBuild {
  readonly image: string | { readonly name: string; readonly entrypoint: readonly string[] };
  readonly script: readonly string[];
  readonly services?: readonly object[];
}

const base = "public.ecr.aws/docker/library/alpine:3";
const dockerfile = `printf 'FROM ${base}\\nRUN echo built > /answer\\n' > Dockerfile`;

export const imageBuilds: Readonly<Record<NonNullable<FleetRunner["build"]>, ImageBuild>> = {
  docker: {
    image: "public.ecr.aws/docker/library/docker:24.0.5-cli",
    services: [{ name: "public.ecr.aws/docker/library/docker:24.0.5-dind", alias: "docker" }],
    script: [
      // The daemon needs a few seconds for its certificates.
      "for _ in $(seq 60); do docker info > /dev/null 2>&1 && break; sleep 1; done",
      dockerfile,
      "docker build --tag answer .",
      "docker run --rm answer cat /answer | grep -F built",
    ],
  },
  rootless: {
    image: { name: "docker.io/moby/buildkit:rootless", entrypoint: [""] },
    script: [
      "mkdir -p /tmp/context /tmp/out && cd /tmp/context",
      dockerfile,
      "buildctl-daemonless.sh build --frontend dockerfile.v0 --local context=. --local dockerfile=. --output type=local,dest=/tmp/out",
      'grep -F built /tmp/out/answer && cd "$CI_PROJECT_DIR"',
    ],
  },
};
