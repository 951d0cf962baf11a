/**
 * An image or a service that the runner does not allow: the runner fails the job before it creates the pod. The runner
 * compares the name with its variables replaced. It always allows its own image and its helper image, and an empty list
 * allows every image.
 *
 * Source: gitlab-org/gitlab-runner common/allowed_images.go (`VerifyAllowedImage`), executors/kubernetes/kubernetes.go
 * (`verifyAllowedImages`); read 2026-11-30.
 */
import { listed } from "../../../../html/counted";
import { settingTexts, type FleetRunner } from "../../fleet-runner";
import { allows } from "../image-pattern";
import { namesOf, type Rule, type RuleFinding, type RuleInput } from "../rule";
import { isUnknown, type LocatedText } from "../../jobs/variables";

export const allowedImage: Rule = {
  name: "allowed-image",
  find: (input) => [
    ...(input.job.image ? findingsOf(input, "images", input.job.image) : []),
    ...input.job.services.flatMap((each) => findingsOf(input, "services", each)),
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

function refuses(runner: FleetRunner, what: "images" | "services", image: string): boolean {
  const allowed = settingTexts(runner, `allowed_${what}`);
  if (allowed.length === 0 || isUnknown(image)) return false;
  const own = [runner.image, ...settingTexts(runner, "image"), ...settingTexts(runner, "helper_image")];
  return !own.includes(image) && !allowed.some((pattern) => allows(pattern, image));
}
