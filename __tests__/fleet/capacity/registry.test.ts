import { expect, it } from "vitest";
import { registryOf } from "../../../src/fleet/capacity/registry";

it.each([
  ["alpine", "docker-hub"],
  ["ruby:3.4", "docker-hub"],
  ["bitnami/git:2", "docker-hub"],
  ["docker.io/library/ruby:3.4", "docker-hub"],
  ["public.ecr.aws/docker/library/ruby:3.4", "ecr-public"],
  ["123456789012.dkr.ecr.us-west-2.amazonaws.com/ruby:3.4", "ecr-private"],
  ["registry.gitlab.com/group/image", "other"],
  ["localhost:5000/image", "other"],
] as const)("%s is of %s", (image, registry) => {
  expect(registryOf(image)).toBe(registry);
});
