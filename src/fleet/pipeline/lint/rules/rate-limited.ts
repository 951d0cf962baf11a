/** Images of Docker Hub. It refuses pulls of a large fleet within minutes, because it limits the pulls of each address. */
import { registryOf } from "../../../capacity/groups";
import { capacityConstants } from "../../../../facts/capacity";
import { images } from "../../../../../modules/pins";
import type { Rule } from "../rule";
import { isUnknown } from "../../jobs/variables";

const pulls = capacityConstants.dockerHubPulls.value;
const reason = `Docker Hub allows an address ${pulls} pulls in 6 hours without a login`;

/** Docker's own images are also in ECR Public; the dependency proxy of a GitLab group caches all others. */
function mirrored(image: string): string {
  const [, name] = /^(?:docker\.io\/)?(?:library\/)?([^/]+)$/.exec(image) ?? [];
  return name === undefined
    ? `\${CI_DEPENDENCY_PROXY_GROUP_IMAGE_PREFIX}/${image.replace(/^docker\.io\//, "")}, or a copy in ECR`
    : `public.ecr.aws/docker/library/${name}`;
}

export const rateLimited: Rule = {
  name: "rate-limited",
  find: ({ job, takers }) => {
    if (takers.length === 0) return [];
    const named = [...(job.image ? [job.image] : []), ...job.services].filter(
      // Leaves out registries that only GitLab knows, such as the dependency proxy.
      ({ text }) => !isUnknown(text.split("/").slice(0, -1).join("/")) && !text.startsWith("$"),
    );
    const limited = named.filter(({ text }) => registryOf(text) === "docker-hub");
    const defaults = takers.filter(({ image }) => job.hasRunnersImage && registryOf(image) === "docker-hub");
    return [
      ...limited.map(({ text, line }) => {
        const [message, fix] = [`${text}: ${reason}`, mirrored(text)];
        return { level: "warning", line, subject: text, message, fix } as const;
      }),
      ...defaults.map(({ name, image }) => {
        const message = `the job has no image, and runner ${name} gives it ${image}: ${reason}`;
        const fix = `runners[].job.image: ${images.job}`;
        return { level: "warning", line: job.line, subject: name, message, fix } as const;
      }),
    ];
  },
};
