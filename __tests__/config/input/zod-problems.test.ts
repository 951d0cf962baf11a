import { describe, expect, it } from "vitest";
import { parseConfig, type Problem } from "../../../src/config";
import { suggestion } from "../../../src/config/input/suggestion";
import { parseOptions } from "../arbitraries";
import { runner, sample } from "../samples";

function only(change: Readonly<Record<string, unknown>>): Partial<Problem> {
  const parsed = parseConfig(sample(change), parseOptions);
  if (parsed.ok || parsed.problems.length !== 1) throw new Error(JSON.stringify(parsed));
  return parsed.problems[0] ?? {};
}

describe("what does not fit the schema", () => {
  it.each([
    [{ region: "Oregon" }, "wrong-form", "region", "a Region such as us-west-2"],
    [{ layout: "both" }, "not-allowed", "layout", "one of staged, single"],
    [{ network: { nat: null } }, "wrong-type", "network.nat", "one of single, per-zone, none"],
    [
      { network: { zones: "three" } },
      "wrong-type",
      "network.zones",
      "a whole number, 2 to 6, or a list of 2 to 6: each a zone such as us-west-2a",
    ],
    [
      { network: { zones: 7 } },
      "out-of-range",
      "network.zones",
      "a whole number, 2 to 6, or a list of 2 to 6: each a zone such as us-west-2a",
    ],
    [{ cluster: { nodes: { count: 1.5 } } }, "wrong-type", "cluster.nodes.count", "a whole number, 1 to 100"],
    [{ cluster: { ebsCsi: "yes" } }, "wrong-type", "cluster.ebsCsi", "true or false"],
    [
      { runners: [runner({ token: undefined })] },
      "missing",
      "runners[0].token",
      expect.stringContaining("env:NAME"),
    ],
    [
      { runners: [runner({ job: { cpu: 0 } })] },
      "out-of-range",
      "runners[0].job.cpu",
      "a number, 0.05 to 16",
    ],
    [{ runners: [runner({ gitlabUrl: "gitlab.com" })] }, "wrong-form", "runners[0].gitlabUrl", "a URL"],
    [
      { state: { backend: "s4" } },
      "not-allowed",
      "state.backend",
      "one of local, s3, http, gcs, azurerm, remote",
    ],
    [{ state: { backend: "s3" } }, "missing", "state.bucket", expect.stringContaining("a bucket name")],
    [
      { cluster: { fargateProfiles: { A: { selectors: [{ namespace: "a" }] } } } },
      "wrong-form",
      "cluster.fargateProfiles.A",
      expect.stringContaining("lower-case"),
    ],
  ])("%j", (change, code, path, allowed) => {
    expect(only(change)).toMatchObject({ code, path, allowed: allowed as unknown });
  });

  it.each([
    [{ layout: "singel" }, "did you mean single?"],
    [{ versions: { kubernetes: 1.35 } }, "put the value in quotes"],
    [{ network: { nat: null } }, "add a value, or remove the key"],
    [{ netwrk: {} }, "did you mean network? otherwise remove it"],
    [{ network: { CIDR: "10.0.0.0/16" } }, "did you mean cidr? otherwise remove it"],
    [{ somethingElse: 1 }, "remove it"],
    [{ addons: { blueprints: { enable_karpenter: true } } }, "use addons.karpenter.enabled"],
    [
      { addons: { blueprints: { enable_metric_server: true } } },
      "did you mean enable_metrics_server? otherwise remove it",
    ],
    [{ runners: [runner({ tag: ["x"] })] }, "did you mean tags? otherwise remove it"],
  ])("has a fix: %j", (change, fix) => {
    expect(only(change)).toMatchObject({ fix });
  });

  it("shows the value that was given, and what keys there are", () => {
    expect(only({ network: { cdir: "10.0.0.0/16" } })).toEqual({
      code: "unknown-key",
      path: "network.cdir",
      value: "10.0.0.0/16",
      message: "this key does not exist",
      allowed: "cidr, zones, nat, endpoints, existing",
      fix: "did you mean cidr? otherwise remove it",
    });
  });
});

describe("a suggestion", () => {
  it.each([
    ["cidrs", "cidr"],
    ["CIDR", "cidr"],
    ["xyz", undefined],
    ["privateSubnetIDs", "privateSubnetIds"],
  ])("for %s", (name, expected) => {
    expect(suggestion(name, ["cidr", "zones", "privateSubnetIds"])).toBe(expected);
  });
});
