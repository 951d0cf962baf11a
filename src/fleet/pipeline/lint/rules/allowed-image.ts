/**
 * An image or a service that the runner does not allow: the runner fails the job before it creates the pod. The runner
 * compares the name with its variables replaced. It always allows its own image and its helper image, and an empty list
 * allows every image. The services of its own configuration get no exception: if one is not allowed, every job fails.
 *
 * Source: gitlab-org/gitlab-runner common/allowed_images.go (`VerifyAllowedImage`), executors/kubernetes/kubernetes.go
 * (`prepareOptions`, `preparePodServices`, `verifyAllowedImages`); read 2026-11-30.
 */
import { listed } from "../../../../html/counted";
import { settingTables, settingTexts, type FleetRunner } from "../../fleet-runner";
import { allows } from "../image-pattern";
import { namesOf, type Rule, type RuleFinding, type RuleInput } from "../rule";
import { isUnknown, type LocatedText } from "../../jobs/variables";

export const allowedImage: Rule = {
  name: "allowed-image",
  find: (input) => [
    ...(input.job.image ? findingsOf(input, "images", input.job.image) : []),
    ...input.job.services.flatMap((service) => findingsOf(input, "services", service)),
    ...input.takers.flatMap((runner) => ownServiceFindings(input, runner)),
  ],
};

function findingsOf(
  { takers, ableRunnerOr }: RuleInput,
  what: "images" | "services",
  { text, line }: LocatedText,
): readonly RuleFinding[] {
  const bad = takers.filter((runner) => refuses(runner, what, text));
  const [first] = bad;
  if (first === undefined) return [];
  const allowed = settingTexts(first, `allowed_${what}`);
  return [
    {
      ...{ level: "error", line, subject: text },
      message: `${text} fails the job; ${namesOf(bad)}: allowed ${what} are ${listed(allowed, 3)}`,
      fix: ableRunnerOr(`one of these, or add ${text} to runners[].job.allowed.${what}`),
    },
  ];
}

/** Services in the runner's own configuration, which it adds to each job. */
function ownServiceFindings({ job, ableRunnerOr }: RuleInput, runner: FleetRunner): readonly RuleFinding[] {
  const names = settingTables(runner, "services").flatMap(({ name }) =>
    typeof name === "string" && refuses(runner, "services", name) ? [name] : [],
  );
  const allowed = listed(settingTexts(runner, "allowed_services"), 3);
  return names.map((name) => ({
    ...{ level: "error", line: job.tags.line, subject: `${runner.name} ${name}` },
    message: `runner ${runner.name} adds the service ${name}, which fails the job: allowed services are ${allowed}`,
    fix: ableRunnerOr(`add ${name} to runners[].job.allowed.services`),
  }));
}

function refuses(runner: FleetRunner, what: "images" | "services", image: string): boolean {
  const allowed = settingTexts(runner, `allowed_${what}`);
  if (allowed.length === 0 || isUnknown(image)) return false;
  const own = [runner.image, ...settingTexts(runner, "image"), ...settingTexts(runner, "helper_image")];
  return !own.includes(image) && !allowed.some((pattern) => allows(pattern, image));
}
