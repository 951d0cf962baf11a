/** Images that glrunner chooses, from the mirror of their registry if there is one. */
import { images } from "../../../modules/pins";
import type { Architecture } from "../schema/addons";
import type { JobConfig } from "../schema/job";

type Mirrors = Readonly<Record<string, string>>;

/** Registry of the managers and the helper images. */
export const gitlabRegistry = "registry.gitlab.com";

/** Registries of the images that glrunner chooses. */
export const mirroredRegistries: readonly string[] = [
  ...new Set([gitlabRegistry, ...Object.values(images).map((image) => image.split("/")[0] ?? "")]),
];

/**
 * The image in the mirror of its registry.
 * @param image with its registry, as all images that glrunner chooses have one
 */
export function mirrored(image: string, mirrors: Mirrors): string {
  const [registry = "", ...path] = image.split("/");
  const mirror = Object.hasOwn(mirrors, registry) ? mirrors[registry] : undefined;
  return mirror === undefined ? image : [mirror, ...path].join("/");
}

/**
 * The helper image that the runner would choose itself. The runner replaces the variable with its own version.
 * Source: gitlab-org/gitlab-runner helpers/container/helperimage/linux_info.go (19.4): the flavor alpine is not in the tag.
 */
function helperImage(flavor: string | undefined, architecture: Architecture): string {
  const prefix = flavor === undefined || flavor === "alpine" ? "" : `${flavor}-`;
  const machine = architecture === "amd64" ? "x86_64" : architecture;
  return `${gitlabRegistry}/gitlab-org/gitlab-runner/gitlab-runner-helper:${prefix}${machine}-v\${CI_RUNNER_VERSION}`;
}

/** Images that the user names stay as they are. */
export function jobImages(job: JobConfig, architecture: Architecture, mirrors: Mirrors): JobConfig {
  const helper = job.helper.image ?? mirrored(helperImage(job.helper.flavor, architecture), mirrors);
  const isMirrored = job.helper.image !== undefined || Object.hasOwn(mirrors, gitlabRegistry);
  return {
    ...job,
    image: job.image === images.job ? mirrored(job.image, mirrors) : job.image,
    helper: { ...job.helper, ...(isMirrored && { image: helper }) },
  };
}
