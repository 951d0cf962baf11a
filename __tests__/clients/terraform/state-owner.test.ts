import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { describe, expect, it } from "vitest";
import { listen } from "../../../src/emulator/loopback-server";
import type { StateDocument, StateResource } from "../../../src/clients/terraform/state-document";
import { otherOwner, otherOwnerFor, otherOwnerText } from "../../../src/clients/terraform/state-owner";
import { configOf, configOfYaml } from "../../support/synth";
import { managed, tutorialState } from "../../support/tutorial-state";

const stateOf = (...resources: StateResource[]): StateDocument => ({
  ...{ version: 4, terraform_version: "1.11.4", serial: 1, lineage: "a", outputs: {} },
  resources,
});
const resource = (address: string, attributes: Readonly<Record<string, unknown>>) =>
  managed(address, [undefined, attributes]);
const guard = (value: Readonly<Record<string, string>>) =>
  resource("terraform_data.region", { input: { value, type: ["object", {}] } });

const own = { name: "beta", region: "us-west-2", account: "111111111111" };
const release = (name: string, label = "glrunner/manager: spot") =>
  resource("helm_release.release_spot", {
    ...{ name: "spot", chart: "gitlab-runner" },
    values: [`podLabels:\n  ${label}\nrunners:\n  secret: s\n  name: ${name}\n`],
  });

describe("a state of another cluster", () => {
  it.each([
    ["the guard", guard({ cluster: "alpha", region: "us-west-2" })],
    ["the cluster", resource("module.eks.aws_eks_cluster.this", { name: "alpha" })],
    ["a part of the cluster", resource("module.a.aws_eks_addon.this", { cluster_name: "alpha" })],
    ["the owner tag", resource("module.vpc.aws_vpc.this", { tags: { "glrunner/cluster": "alpha" } })],
    [
      "inherited tags",
      resource("aws_sqs_queue.q", { tags: null, tags_all: { "glrunner/cluster": "alpha" } }),
    ],
    ["the published tag", resource("module.vpc.aws_vpc.this", { tags: { Blueprint: "alpha" } })],
    ["a runner manager", release("alpha-spot")],
  ])("is recognized by %s", (_, shows) => {
    expect(otherOwner(stateOf(shows), own)).toMatchObject({ what: "cluster", found: "alpha", own: "beta" });
    expect(otherOwner(stateOf(shows), { ...own, name: "alpha" })).toBeUndefined();
  });

  it("is recognized by one resource among many of this cluster", () => {
    const mixed = stateOf(
      guard({ cluster: "beta", region: "us-west-2", account: own.account }),
      resource("aws_vpc.a", { tags: { "glrunner/cluster": "beta" } }),
      resource("aws_vpc.b", { tags: { "glrunner/cluster": "alpha" } }),
    );
    expect(otherOwner(mixed, own)).toMatchObject({ address: "aws_vpc.b" });
  });

  it("is not recognized by names that users choose, if another resource names the cluster", () => {
    const cluster = resource("module.eks.aws_eks_cluster.this", { name: "beta" });
    const tagged = resource("module.vpc.aws_vpc.this", { tags: { Blueprint: "our-blueprint" } });
    expect(otherOwner(stateOf(cluster, tagged, release("gamma-spot")), own)).toBeUndefined();
    expect(otherOwner(stateOf(release("gamma-spot", "other: label")), own)).toBeUndefined();
  });

  it("is recognized from every stage of the example and of the tutorial", () => {
    const tutorial = configOfYaml(readFileSync("examples/tutorial.yaml", "utf8"));
    const state = tutorialState(tutorial);
    const { name, region } = tutorial;
    expect(otherOwner(state, { name, region })).toBeUndefined();
    expect(otherOwner(state, { name: "beta", region })).toMatchObject({ what: "cluster", found: name });
  });
});

describe("a state of another Region or account", () => {
  const queue = resource("aws_sqs_queue.q", { arn: "arn:aws:sqs:eu-west-1:222222222222:q" });
  const role = resource("aws_iam_role.r", { arn: "arn:aws:iam::222222222222:role/r" });
  const policy = resource("aws_iam_policy.p", { arn: "arn:aws:iam::aws:policy/ReadOnlyAccess" });

  it("is recognized by the Region guard of any version, and by ARNs", () => {
    expect(otherOwner(stateOf(guard({ region: "eu-west-1" })), own)).toMatchObject({ what: "Region" });
    expect(otherOwner(stateOf(queue), own)).toMatchObject({ what: "Region", found: "eu-west-1" });
    expect(otherOwner(stateOf(role), own)).toMatchObject({ what: "account", found: "222222222222" });
    expect(otherOwner(stateOf(policy), own)).toBeUndefined();
    expect(otherOwner(stateOf(role), { name: "beta", region: "us-west-2" })).toBeUndefined();
  });

  it("is compared with the account of the credentials, and AWS is called only if the state names an account", async () => {
    let asked = 0;
    const { url, stop } = await listen(
      createServer((_, response) => {
        asked += 1;
        const arn = "arn:aws:iam::111111111111:user/u";
        response.end(
          `<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult><Arn>${arn}</Arn></GetCallerIdentityResult></GetCallerIdentityResponse>`,
        );
      }),
    );
    const env = {
      ...{ AWS_ACCESS_KEY_ID: "key", AWS_SECRET_ACCESS_KEY: "secret" },
      AWS_ENDPOINT_URL: url,
    };
    try {
      const config = configOf({ name: "beta", region: "us-west-2" });
      expect(await otherOwnerFor(stateOf(policy), config, env)).toBeUndefined();
      expect(await otherOwnerFor(stateOf(queue), config, env)).toMatchObject({ what: "Region" });
      expect(asked).toBe(0);
      expect(await otherOwnerFor(stateOf(role), config, env)).toMatchObject({ what: "account" });
      expect(asked).toBe(1);
    } finally {
      await stop();
    }
  });
});

describe("otherOwnerText", () => {
  it.each(["cluster", "Region", "account"] as const)(
    "names both owners, the place and the next step: %s",
    (what) => {
      const other = { what, found: "the-first", own: "the-second", address: "aws_vpc.a" };
      const state = { backend: "local", directory: "/states" } as const;
      const config = { ...configOf({ name: "the-second", region: "us-west-2" }), state };
      const [message, fix] = otherOwnerText(other, "vpc", "local /states/vpc.tfstate", config);
      for (const word of ["the-first", "the-second", "/states/vpc.tfstate", "aws_vpc.a"]) {
        expect(message).toContain(word);
      }
      expect(fix).toContain("the-first");
      expect(fix).toContain("state.directory");
    },
  );

  it.each(["cluster", "Region", "account"] as const)(
    "asks an adopted cluster for no other name: %s",
    (what) => {
      const other = { what, found: "the-first", own: "the-second", address: "aws_vpc.a" };
      const tutorial = configOfYaml(readFileSync("examples/tutorial.yaml", "utf8"));
      const [, fix] = otherOwnerText(other, "runner", "local /states/runner.tfstate", tutorial);
      expect(fix).not.toMatch(/another name|of its own|new/);
      expect(fix).toContain("state.directory to the place of its state");
    },
  );
});
