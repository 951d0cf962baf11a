/** Images of Docker Hub: so many pulls by one address are refused within minutes, which ended the tutorial's own test. */
import { registryOf } from "../../../capacity/groups";
import { capacityConstants } from "../../../../facts/capacity";
import { images } from "../../../../../modules/pins";
import { type Rule } from "../rule";
import { isUnknown } from "../../jobs/variables";

const pulls = capacityConstants.dockerHubPulls.value;
const reason = `Docker Hub allows an address ${pulls} pulls in 6 hours without a login`;

/** Docker's own images are in ECR Public too; others a group's dependency proxy keeps. */
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
      // A registry that only GitLab knows, such as the dependency proxy.
      ({ text }) => !isUnknown(text.split("/").slice(0, -1).join("/")) && !text.startsWith("$"),
    );
    const limited = named.filter(({ text }) => registryOf(text) === "docker-hub");
    const defaults = !job.hasRunnersImage
      ? []
      : takers.filter(({ image }) => registryOf(image) === "docker-hub");
    return [
      ...limited.map(({ text, line }) => {
        return {
          level: "warning",
          line,
          subject: text,
          message: `${text}: ${reason}`,
          fix: mirrored(text),
        } as const;
      }),
      ...defaults.map(({ name, image }) => {
        const message = `the job has no image, and runner ${name} gives it ${image}: ${reason}`;
        const fix = `runners[].job.image: ${images.job}`;
        return { level: "warning", line: job.line, subject: name, message, fix } as const;
      }),
    ];
  },
};
