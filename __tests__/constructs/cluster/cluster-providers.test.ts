import { describe, expect, it } from "vitest";
import { configOf, stackOf } from "../../support/synth";

const config = configOf({ name: "ci", region: "eu-west-1" });

describe("the providers of a cluster", () => {
  it("get a new token whenever they need one", () => {
    const exec = {
      api_version: "client.authentication.k8s.io/v1beta1",
      command: "aws",
      args: [
        "eks",
        "get-token",
        "--region",
        "eu-west-1",
        "--cluster-name",
        "${data.terraform_remote_state.eks.outputs.cluster_name}",
      ],
    };
    const { provider } = stackOf(config, "addons");
    expect(provider.kubernetes).toEqual([expect.objectContaining({ exec: [exec] })]);
    expect(provider.kubectl).toEqual([expect.objectContaining({ exec: [exec], load_config_file: false })]);
    expect(provider.helm).toMatchObject([{ kubernetes: { exec } }]);
    expect(JSON.stringify(provider)).not.toContain('"token"');
  });

  it("have exact versions in every stage, also if only the modules use them", () => {
    const versions = (stage: string) =>
      Object.fromEntries(
        Object.entries(stackOf(config, stage).terraform.required_providers).map(([name, { version }]) => [
          name,
          version,
        ]),
      );
    expect(versions("vpc")).toEqual({ aws: "5.100.0" });
    expect(versions("eks")).toEqual({
      aws: "5.100.0",
      cloudinit: "2.3.7",
      kubernetes: "2.38.0",
      time: "0.13.1",
      tls: "4.1.0",
    });
    expect(versions("addons")).toEqual({
      aws: "5.100.0",
      helm: "2.17.0",
      kubectl: "1.19.0",
      kubernetes: "2.38.0",
      time: "0.13.1",
    });
    expect(versions("runners")).toEqual({ aws: "5.100.0", helm: "2.17.0", kubernetes: "2.38.0" });
  });

  it("can have other versions from the configuration", () => {
    const older = configOf({ name: "ci", region: "eu-west-1", versions: { providers: { aws: "5.90.0" } } });
    expect(stackOf(older, "vpc").terraform.required_providers.aws?.version).toBe("5.90.0");
  });
});
