/**
 * Programs that build images, and how a job shows that it uses one.
 *
 * Buildah, Podman and BuildKit need a user namespace or a privileged pod. Fargate has neither: its kernel sets
 * `max_user_namespaces` to 0 (podman-container-tools/buildah#6718, 2026-03-11) and it refuses privileged pods. Docker
 * needs a daemon, which is the same. kaniko runs as root in the container and needs neither.
 *
 * Google archived kaniko on 2025-06-03 (codyogden/killedbygoogle#1604). chainguard-dev/kaniko and
 * osscontainertools/kaniko continue it (osscontainertools/kaniko#257).
 */
import type { FleetRunner } from "./fleet-runner";

export interface ImageBuilder {
  readonly name: string;
  /** `runners[].build` that prepares a runner for it; undefined where it needs privileged pods and no more. */
  readonly build?: NonNullable<FleetRunner["build"]>;
  /** Of the program in a line of a script, with a subcommand that needs what Fargate lacks. */
  readonly command: RegExp;
  /** Images made for it. */
  readonly image?: RegExp;
  /** An argument or variable that names a server elsewhere. */
  readonly remote?: { readonly argument: RegExp; readonly variable: string };
}

/** Where a shell looks for a program: at the start of a line or of a command in it. */
const start = String.raw`(?<=^\s*|[;&|(]\s*|\b(?:sudo|exec|time|then|do|else|if)\s+|!\s*)`;
/** The program is looked for first: looking back from every space of a long line would take very long. */
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

/** The job's own Docker, not one of another machine. */
export const ownDocker = /^(unix:|(tcp|http):\/\/(docker|localhost|127\.0\.0\.1|docker-\w+)(:|\/|$))/;
/** An image that runs a Docker daemon. */
export const dockerInDocker = /(^|\/)docker:\S*dind/;
/** The runner to add where none of the fleet can run Docker. */
export const dockerRunner = "a runner with compute: on-demand, build: docker and a tag of its own";
/** What a job with Docker adds to a runner that is prepared for it. */
export const dockerService =
  "the service public.ecr.aws/docker/library/docker:24.0.5-dind with alias: docker";

/** Images of the archived kaniko. */
export const archivedKaniko = /^gcr\.io\/kaniko-project\//;
export const kanikoForks = "a maintained fork of kaniko (chainguard-dev/kaniko, osscontainertools/kaniko)";
