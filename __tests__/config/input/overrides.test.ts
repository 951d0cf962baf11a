import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { applyOverrides } from "../../../src/config/input/overrides";
import { parseConfig } from "../../../src/config";
import { parseOptions } from "../arbitraries";
import type { Environment } from "../../../src/config/environment";

const file = { name: "glrunner", region: "us-west-2" };
const set = (env: Environment, raw: Readonly<Record<string, unknown>> = file) => applyOverrides(raw, env);
const problems = (env: Environment) => set(env).problems.map(({ code, path }) => `${code} ${path}`);

describe("an override", () => {
  it.each([
    [{ GLRUNNER__NETWORK__CIDR: "10.1.0.0/16" }, { network: { cidr: "10.1.0.0/16" } }],
    [{ GLRUNNER__network__Cidr: "10.1.0.0/16" }, { network: { cidr: "10.1.0.0/16" } }],
    [{ GLRUNNER__CLUSTER__SYSTEM_PODS: "nodes" }, { cluster: { systemPods: "nodes" } }],
    [{ GLRUNNER__CLUSTER__NODES__COUNT: "4" }, { cluster: { nodes: { count: 4 } } }],
    [{ GLRUNNER__CLUSTER__EBSCSI: "true" }, { cluster: { ebsCsi: true } }],
    [{ GLRUNNER__CLUSTER__LOGS: "[api, audit]" }, { cluster: { logs: ["api", "audit"] } }],
    [{ GLRUNNER__NETWORK__ZONES: "4" }, { network: { zones: 4 } }],
    [{ GLRUNNER__VERSIONS__KUBERNETES: "1.30" }, { versions: { kubernetes: "1.30" } }],
    [{ GLRUNNER__VERSIONS__KUBERNETES: '"1.30"' }, { versions: { kubernetes: "1.30" } }],
    [{ GLRUNNER__TAGS__Owner: "ci" }, { tags: { Owner: "ci" } }],
    [{ GLRUNNER__STATE: "{backend: s3, bucket: b}" }, { state: { backend: "s3", bucket: "b" } }],
    [{ GLRUNNER__STATE__BACKEND: "s3" }, { state: { backend: "s3" } }],
    [
      { GLRUNNER__ADDONS__BLUEPRINTS__ENABLE_METRICS_SERVER: "true" },
      { addons: { blueprints: { enable_metrics_server: true } } },
    ],
    [{ GLRUNNER__NETWORK__CIDR: "" }, {}],
    [{ GLRUNNER__NETWORK__CIDR: undefined }, {}],
    [{ GLRUNNER_CONFIG: "x", GLRUNNER: "y", OTHER__NETWORK__CIDR: "z" }, {}],
  ])("%j", (env, change) => {
    expect(set(env)).toMatchObject({ raw: { ...file, ...change }, problems: [] });
    expect(set(env).raw).toEqual({ ...file, ...change });
  });

  const runners = [{ name: "a" }, { name: "b", concurrent: 5 }];
  it("sets keys in lists and in entries of the file", () => {
    expect(set({ GLRUNNER__RUNNERS__1__CONCURRENT: "9" }, { ...file, runners }).raw).toEqual({
      ...file,
      runners: [{ name: "a" }, { name: "b", concurrent: 9 }],
    });
    const addons = { karpenter: { nodePools: { "on-demand": { capacity: "on-demand" } } } };
    expect(
      set({ GLRUNNER__ADDONS__KARPENTER__NODEPOOLS__ON_DEMAND__MAXCPU: "64" }, { ...file, addons }).raw,
    ).toEqual({
      ...file,
      addons: { karpenter: { nodePools: { "on-demand": { capacity: "on-demand", maxCpu: 64 } } } },
    });
  });

  it("does not change the file's data", () => {
    const raw = { ...file, runners: [{ name: "a" }] };
    set({ GLRUNNER__RUNNERS__0__NAME: "b" }, raw);
    expect(raw.runners).toEqual([{ name: "a" }]);
  });

  it("for a key wins over an override for its section", () => {
    const env = { GLRUNNER__STATE__PREFIX: "p", GLRUNNER__STATE: "{backend: s3, bucket: b, prefix: q}" };
    expect(set(env).raw.state).toEqual({ backend: "s3", bucket: "b", prefix: "p" });
    const lower = { GLRUNNER__STATE__PREFIX: "p", GLRUNNER__state: "{backend: s3, bucket: b, prefix: q}" };
    expect(set(lower).raw.state).toEqual({ backend: "s3", bucket: "b", prefix: "p" });
  });

  it("is refused if it names no key", () => {
    expect(problems({ GLRUNNER__NETWRK__CIDR: "x" })).toEqual(["override-unknown GLRUNNER__NETWRK__CIDR"]);
    expect(problems({ GLRUNNER__NETWORK__CIDR__X: "x" })).toEqual([
      "override-unknown GLRUNNER__NETWORK__CIDR__X",
    ]);
    expect(problems({ GLRUNNER__: "x" })).toEqual(["override-unknown GLRUNNER__"]);
    expect(problems({ GLRUNNER__RUNNERS__FIRST__NAME: "x" })).toEqual([
      "override-unknown GLRUNNER__RUNNERS__FIRST__NAME",
    ]);
    expect(set({ GLRUNNER__NETWRK__CIDR: "x" }).problems[0]?.fix).toContain("did you mean network?");
  });

  it("is refused if its value is not YAML, or if another override sets the same key", () => {
    expect(problems({ GLRUNNER__CLUSTER__LOGS: "[api" })).toEqual(["override-value GLRUNNER__CLUSTER__LOGS"]);
    expect(problems({ GLRUNNER__NETWORK__NAT: "none", GLRUNNER__NETWORK__Nat: "single" })).toEqual([
      "override-conflict GLRUNNER__NETWORK__Nat",
    ]);
  });

  it("is named in the problems of its value", () => {
    const env = { GLRUNNER__NETWORK__CIDR: "10.1.1.0/16" };
    const parsed = parseConfig(file, { ...parseOptions, env });
    expect(!parsed.ok && parsed.problems[0]).toMatchObject({
      code: "cidr-host-bits",
      path: "network.cidr",
      message: "the address is not the first one of its /16 block (set by GLRUNNER__NETWORK__CIDR)",
    });
  });

  it("beyond the end of a list leaves missing entries to the schema", () => {
    const parsed = parseConfig(file, { ...parseOptions, env: { GLRUNNER__RUNNERS__1__NAME: "x" } });
    expect(!parsed.ok && parsed.problems.map(({ path }) => path)).toEqual(["runners[0]", "runners[1].token"]);
  });

  it("never causes an exception", () => {
    const segment = fc.constantFrom(
      "RUNNERS",
      "0",
      "999",
      "TAGS",
      "__proto__",
      "constructor",
      "STATE",
      "NETWORK",
      "",
    );
    const name = fc.array(segment, { maxLength: 4 }).map((segments) => `GLRUNNER__${segments.join("__")}`);
    fc.assert(
      fc.property(fc.dictionary(name, fc.string(), { maxKeys: 4 }), (env) => {
        const parsed = parseConfig(file, { ...parseOptions, env });
        expect(parsed.ok || parsed.problems.length > 0).toBe(true);
      }),
      { numRuns: 100 },
    );
  });
});
