import { describe, expect, it } from "vitest";
import { fargate, fleet, found } from "../../samples";

const job = (image: string) =>
  found("rate-limited", `a:\n  script: x\n  tags: [eks-fargate]\n  image: ${image}\n`);

describe("rate-limited", () => {
  it.each([
    ["ruby:3.4", "public.ecr.aws/docker/library/ruby:3.4"],
    ["docker.io/library/ruby:3.4", "public.ecr.aws/docker/library/ruby:3.4"],
    ["bitnami/redis:7", "${CI_DEPENDENCY_PROXY_GROUP_IMAGE_PREFIX}/bitnami/redis:7, or a copy in ECR"],
    ["ruby:$VERSION", "public.ecr.aws/docker/library/ruby:$VERSION"],
  ])("reports %s", (image, fix) => {
    expect(job(image)).toEqual([
      ["warning 4 a", `${image}: Docker Hub allows an address 100 pulls in 6 hours without a login`, fix],
    ]);
  });

  it.each([
    "public.ecr.aws/docker/library/ruby:3.4",
    "registry.gitlab.com/a/b:1",
    "${CI_DEPENDENCY_PROXY_GROUP_IMAGE_PREFIX}/ruby:3.4",
    "$CI_REGISTRY_IMAGE/a:1",
    "$IMAGE",
  ])("accepts %s", (image) => {
    expect(job(image)).toEqual([]);
  });

  it("reports the runner's own image if the job has none", () => {
    const runners = fleet([{ ...fargate, job: { image: "alpine:3" } }]);
    const yaml = "a: { script: x, tags: [eks-fargate] }";
    expect(found("rate-limited", yaml, runners)[0]?.[1]).toBe(
      "the job has no image, and runner fargate gives it alpine:3: Docker Hub allows an address 100 pulls in 6 hours without a login",
    );
    expect(found("rate-limited", yaml)).toEqual([]);
  });
});
