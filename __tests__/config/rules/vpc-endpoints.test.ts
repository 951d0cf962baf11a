import { describe, expect, it } from "vitest";
import { configOf, found, runner } from "../samples";

const own = "111122223333.dkr.ecr.us-west-2.amazonaws.com";
const mirrors = { "public.ecr.aws": `${own}/ecr-public`, "registry.gitlab.com": `${own}/gitlab` };
const closed = (network: object, more: object = {}) =>
  found({ network: { nat: "none", ...network }, images: { mirrors }, ...more }).filter(
    (each) => !each.startsWith("endpoint-open"),
  );

describe("a network without NAT", () => {
  it("causes a warning unless it has VPC endpoints", () => {
    expect(closed({})).toEqual(["nat-none network.nat"]);
    expect(closed({ endpoints: "auto" })).toEqual([]);
    expect(found({ network: { nat: "single", endpoints: ["sts"] } })).not.toContain(
      "endpoints-missing network.endpoints",
    );
  });

  it("needs the endpoints that the configuration uses", () => {
    const images = ["ecr.api", "ecr.dkr", "s3", "sts"];
    const plain = { addons: { logging: { enabled: false }, karpenter: { enabled: false } } };
    expect(closed({ endpoints: images }, plain)).toEqual([]);
    expect(closed({ endpoints: images.slice(1) }, plain)).toEqual(["endpoints-missing network.endpoints"]);
    const logged = { addons: { logging: { enabled: true }, karpenter: { enabled: false } } };
    expect(closed({ endpoints: images }, logged)).toEqual(["endpoints-missing network.endpoints"]);
  });

  it("pulls images only from the account's own ECR", () => {
    const runners = [runner()];
    const images = (given: object, list: readonly object[] = runners) =>
      found({ network: { nat: "none", endpoints: "auto" }, images: given, runners: list }).filter((each) =>
        each.startsWith("endpoints-"),
      );
    expect(images({ mirrors })).toEqual([]);
    expect(images({})).toEqual(["endpoints-images images.mirrors"]);
    expect(images({ mirrors: { ...mirrors, "registry.gitlab.com": "mirror.example.com/gitlab" } })).toEqual([
      "endpoints-images images.mirrors",
    ]);
    const job = (image: string) => [runner({ job: { image } })];
    expect(images({ mirrors }, job("alpine:3"))).toEqual(["endpoints-images images.mirrors"]);
    expect(images({ mirrors }, job(`${own}/alpine:3`))).toEqual([]);
  });

  it("excludes an existing VPC", () => {
    const existing = { vpcId: "vpc-0a1b2c3d", privateSubnetIds: ["subnet-0a1b2c3d", "subnet-1a1b2c3d"] };
    expect(found({ network: { existing, endpoints: "auto" } })).toContain(
      "existing-network-mixed network.endpoints",
    );
  });
});

describe("the VPC endpoints of a configuration", () => {
  const endpoints = (change: Readonly<Record<string, unknown>>) => {
    const { network } = configOf(change);
    return network.kind === "created" ? network.endpoints : [];
  };

  it("are none by default, or those that it uses", () => {
    expect(endpoints({})).toEqual([]);
    expect(endpoints({ network: { endpoints: ["sts", "sts", "s3"] } })).toEqual(["sts", "s3"]);
    const plain = { addons: { logging: { enabled: false }, karpenter: { enabled: false } } };
    expect(endpoints({ network: { endpoints: "auto" }, ...plain })).toEqual([
      "ecr.api",
      "ecr.dkr",
      "s3",
      "sts",
    ]);
    const karpenter = { addons: { logging: { enabled: true }, karpenter: { enabled: true } } };
    expect(endpoints({ network: { endpoints: "auto" }, ...karpenter })).toEqual([
      "ec2",
      "ecr.api",
      "ecr.dkr",
      "eks",
      "logs",
      "s3",
      "sqs",
      "ssm",
      "sts",
    ]);
  });
});
