/**
 * Programs that build images, and how to see in a job that it uses one.
 *
 * Buildah, Podman and BuildKit need a user namespace or a privileged pod. Fargate has neither: its kernel sets
 * `max_user_namespaces` to 0 (podman-container-tools/buildah#6718, 2026-03-11), and it refuses privileged pods. Docker needs a
 * daemon, which needs a privileged pod. kaniko runs as root in the container and needs neither.
 *
 * Google archived kaniko on 2025-06-03 (codyogden/killedbygoogle#1604). chainguard-dev/kaniko and
 * osscontainertools/kaniko continue it (osscontainertools/kaniko#257).
 */
import type { FleetRunner } from "./fleet-runner";

export interface ImageBuilder {
  readonly name: string;
  /** The value of `runners[].build` that prepares a runner for it; undefined if it needs only privileged pods. */
  readonly build?: NonNullable<FleetRunner["build"]>;
  /** Matches a line of a script that runs the program with a subcommand that cannot run on Fargate. */
  readonly command: RegExp;
  /** Matches images that contain it. */
  readonly image?: RegExp;
  /** The argument and the variable that name a remote server, on which it builds. */
  readonly remote?: { readonly argument: RegExp; readonly variable: string };
}

/** Where a shell expects a program: at the beginning of a line or of a command within it. */
const start = String.raw`(?<=^\s*|[;&|(]\s*|\b(?:sudo|exec|time|then|do|else|if)\s+|!\s*)`;
/** Searches for the program first, because a lookbehind at every space of a long line takes very long. */
const command = (program: string) => new RegExp(`(?=${program})${start}${program}`, "m");

export const imageBuilders: readonly ImageBuilder[] = [
  {
    name: "Buildah",
    command: command(String.raw`buildah\s+(?!version|help)[a-z]`),
    image: /(^|\/)buildah(\/stable|\/upstream)?(:|@|$)/,
  },
  {
    name: "Podman",
    command: command(
      String.raw`podman\s+(?:--\S+\s+)*(?:build|run|pull|push|create|exec|compose|save|load|kube)\b`,
    ),
    image: /(^|\/)podman(\/stable|\/upstream)?(:|@|$)/,
    remote: { argument: /\s(--remote|-r|--url|--connection)\b/, variable: "CONTAINER_HOST" },
  },
  {
    name: "BuildKit",
    build: "rootless",
    command: command(String.raw`(?:buildctl-daemonless\.sh|buildkitd|rootlesskit)\b`),
    image: /(^|\/)moby\/buildkit(:|@|$)/,
  },
  {
    name: "buildctl",
    build: "rootless",
    command: command(String.raw`buildctl\s`),
    remote: { argument: /\s--addr\b/, variable: "BUILDKIT_HOST" },
  },
  {
    name: "Docker",
    build: "docker",
    command: command(
      String.raw`docker\s+(?:build|run|pull|push|save|load|compose|exec|buildx\s+(?:build|bake|create))\b`,
    ),
    remote: {
      argument: /\s(-H|--host|--context|--driver[= ](kubernetes|remote))\b/,
      variable: "DOCKER_HOST",
    },
  },
];

/** A `DOCKER_HOST` in the pod of the job, not on another machine. */
export const ownDocker = /^(unix:|(tcp|http):\/\/(docker|localhost|127\.0\.0\.1|docker-\w+)(:|\/|$))/;
/** An image that runs a Docker daemon. */
export const dockerInDocker = /(^|\/)docker:\S*dind/;
/** The runner to add if no runner of the fleet can run Docker. */
export const dockerRunner = "a runner with compute: on-demand, build: docker and a tag of its own";
/** The service that a job with Docker needs on a runner that is prepared for Docker. */
export const dockerService =
  "the service public.ecr.aws/docker/library/docker:24.0.5-dind with alias: docker";

/** Images of the archived kaniko. */
export const archivedKaniko = /^gcr\.io\/kaniko-project\//;
export const kanikoForks = "a maintained fork of kaniko (chainguard-dev/kaniko, osscontainertools/kaniko)";
