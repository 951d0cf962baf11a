import { describe, expect, it } from "vitest";
import { fargate, fleet, found, spot } from "../../samples";

const job = (image: string, service = "e.com/ok/db:1") =>
  `a:
  script: x
  tags: [eks-fargate]
  image: ${image}
  services: [${service}]
`;
const allowed = { images: ["e.com/ok/**/*:*"], services: ["e.com/ok/*:*"] };
const strict = fleet([{ ...fargate, job: { allowed } }]);

describe("allowed-image", () => {
  it("reports an image and a service that the runner does not allow", () => {
    expect(found("allowed-image", job("e.com/other/x:1", "e.com/ok/a/db:1"), strict)).toEqual([
      [
        "error 4 a",
        "e.com/other/x:1 fails the job; runner fargate: allowed images are e.com/ok/**/*:*",
        "one of these, or add e.com/other/x:1 to runners[].job.allowed.images",
      ],
      [
        "error 5 a",
        "e.com/ok/a/db:1 fails the job; runner fargate: allowed services are e.com/ok/*:*",
        "one of these, or add e.com/ok/a/db:1 to runners[].job.allowed.services",
      ],
    ]);
  });

  it("accepts images that a pattern matches, and every image if the list is empty", () => {
    expect(found("allowed-image", job("e.com/ok/a/b/x:1"), strict)).toEqual([]);
    expect(found("allowed-image", job("e.com/other/x:1", "e.com/any"))).toEqual([]);
  });

  it("expands variables in the name, and accepts a name that only GitLab knows", () => {
    const named = (value: string) => `variables: { P: ${value} }\n${job("$P/x:1")}`;
    expect(found("allowed-image", named("e.com/ok"), strict)).toEqual([]);
    expect(found("allowed-image", named("e.com/other"), strict)).toHaveLength(1);
    expect(found("allowed-image", job("$UNKNOWN/x:1"), strict)).toEqual([]);
  });

  it("accepts the runner's own image, its helper image, and a job without an image", () => {
    const own = fleet([
      {
        ...fargate,
        job: { allowed, image: "own.com/job:1" },
        extraToml: '[[runners]]\n[runners.kubernetes]\nhelper_image = "own.com/helper:1"\n',
      },
    ]);
    expect(found("allowed-image", job("own.com/job:1"), own)).toEqual([]);
    expect(found("allowed-image", job("own.com/helper:1"), own)).toEqual([]);
    expect(found("allowed-image", "a: { script: x, tags: [eks-fargate] }", own)).toEqual([]);
  });

  it("proposes a runner that allows the image", () => {
    const runners = fleet([
      { ...fargate, job: { allowed } },
      { name: "open", compute: "on-demand" },
    ]);
    expect(found("allowed-image", job("e.com/other/x:1"), runners)[0]?.[2]).toBe(
      "tags: [eks-on-demand], of runner open",
    );
  });

  it("names three patterns of a long list, and reads the list of extraToml", () => {
    const extraToml = '[[runners]]\n[runners.kubernetes]\nallowed_images = ["a", "b", "c", "d", "e"]\n';
    const [first] = found("allowed-image", job("x"), fleet([{ ...fargate, extraToml }]));
    expect(first?.[1]).toBe("x fails the job; runner fargate: allowed images are a, b, c and 2 more");
  });

  it("reports a service of the runner itself that its allowed services do not match", () => {
    const services = [{ name: "e.com/ok/db:1" }, { name: "e.com/other/db:1" }];
    const own = { ...fargate, job: { services, allowed: { services: ["e.com/ok/*:*"] } } };
    const yaml = "a: { script: x, tags: [eks-fargate] }\n";
    const findings = (...runners: Parameters<typeof fleet>[0]) =>
      found("allowed-image", yaml, fleet(runners));
    const message =
      "runner fargate adds the service e.com/other/db:1, which fails the job: allowed services are e.com/ok/*:*";
    const fix = "add e.com/other/db:1 to runners[].job.allowed.services";
    expect(findings(own)).toEqual([["error 1 a", message, fix]]);
    const other = { ...spot, tags: ["eks-spot"] };
    expect(findings(own, other).map(([, , proposal]) => proposal)).toEqual([
      "tags: [eks-spot], of runner spot",
    ]);
    expect(findings({ ...fargate, job: { services } })).toEqual([]);
    const open = { ...fargate, job: { services, allowed: { services: ["**/*:*"] } } };
    expect(findings(open)).toEqual([]);
  });
});
