import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { formatProblems, parseConfig, problemRows, type Problem } from "../../../src/config";
import { arbitraryConfigInput, parseOptions } from "../arbitraries";

const canary = "glrt-CANARYcanary0123456789";
/** A secret without a known prefix. */
const plainCanary = "plainCANARYplain0123456789";

function problemsOf(raw: unknown, env: Readonly<Record<string, string>> = {}): readonly Problem[] {
  const parsed = parseConfig(raw, { ...parseOptions, env });
  return parsed.ok ? [] : parsed.problems;
}

/** The problems in every form in which glrunner shows them. */
function shown(problems: readonly Problem[]): string {
  return formatProblems(problems) + JSON.stringify(problemRows(problems));
}

function codesAndPaths(problems: readonly Problem[]): readonly string[] {
  return problems.map(({ code, path }) => `${code} ${path}`);
}

describe("a valid configuration", () => {
  it("is accepted in any combination", () => {
    fc.assert(
      fc.property(arbitraryConfigInput, (input) => {
        expect(problemsOf(input)).toEqual([]);
      }),
      { numRuns: 40 },
    );
  });

  it("gives the same result every time", () => {
    fc.assert(
      fc.property(arbitraryConfigInput, (input) => {
        expect(parseConfig(structuredClone(input), parseOptions)).toEqual(parseConfig(input, parseOptions));
      }),
      { numRuns: 20 },
    );
  });

  it("needs only a name and a Region", () => {
    const parsed = parseConfig({ name: "glrunner", region: "us-west-2" }, parseOptions);
    expect(parsed.ok && parsed.config.versions.kubernetes).toBe("1.35");
  });

  it("may have keys whose value is undefined", () => {
    const raw = { name: "glrunner", region: "us-west-2", versions: { providers: { aws: undefined } } };
    expect(problemsOf(raw)).toEqual([]);
  });
});

describe("anything else", () => {
  it("is refused with problems that have a path, never with an exception", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (raw) => {
        const problems = problemsOf(raw);
        expect(problems.length).toBeGreaterThan(0);
        expect(problems.every(({ path, message, fix }) => path !== "" && message !== "" && fix !== "")).toBe(
          true,
        );
      }),
      { numRuns: 50 },
    );
  });

  it.each([
    ["nothing", undefined],
    ["null", null],
    ["a list", []],
    ["text", "name: glrunner"],
    ["a date", new Date(0)],
    ["a function", () => 1],
    ["a mapping with a function in it", { name: () => 1 }],
  ])("is refused if it is %s", (_, raw) => {
    expect(codesAndPaths(problemsOf(raw))).toEqual(["not-a-mapping (the whole file)"]);
  });

  it("is refused if it contains itself", () => {
    const raw: Record<string, unknown> = { name: "glrunner" };
    raw.tags = raw;
    expect(codesAndPaths(problemsOf(raw))).toEqual(["too-deep (the whole file)"]);
  });
});

type Mutation = (input: Record<string, unknown>) => Record<string, unknown>;

/** Sets any value on one of the first two levels, under a known or an unknown key. */
const mutation: fc.Arbitrary<Mutation> = fc
  .tuple(
    fc.constantFrom(
      "name",
      "region",
      "tags",
      "versions",
      "network",
      "cluster",
      "addons",
      "runners",
      "state",
      "__proto__",
    ),
    fc.option(
      fc.constantFrom(
        "set",
        "cidr",
        "zones",
        "endpoint",
        "fargateProfiles",
        "karpenter",
        "backend",
        "0",
        "constructor",
      ),
    ),
    fc.jsonValue(),
  )
  .map(([key, inner, value]) => (input) => {
    const before: unknown = Object.hasOwn(input, key) ? input[key] : {};
    const nested = typeof before === "object" && before !== null && !Array.isArray(before) ? before : {};
    const next = inner === null ? value : Object.fromEntries([...Object.entries(nested), [inner, value]]);
    return Object.fromEntries([...Object.entries(input), [key, next]]);
  });

describe("a nearly valid configuration", () => {
  it("is accepted, or refused with problems that have a path, never with an exception", () => {
    fc.assert(
      fc.property(
        arbitraryConfigInput,
        fc.array(mutation, { minLength: 1, maxLength: 3 }),
        (input, mutations) => {
          const raw = mutations.reduce<Record<string, unknown>>((now, mutate) => mutate(now), { ...input });
          const parsed = parseConfig(raw, parseOptions);
          expect(parsed.ok || parsed.problems.length > 0).toBe(true);
          expect(parsed.ok || parsed.problems.every(({ path }) => path !== "")).toBe(true);
        },
      ),
      { numRuns: 50 },
    );
  });
});

describe("a token", () => {
  const places: readonly (readonly [string, unknown, Readonly<Record<string, string>>])[] = [
    ["as a token", { runners: [{ name: "r", token: canary }] }, {}],
    ["as a token without a prefix", { runners: [{ name: "r", token: plainCanary }] }, {}],
    ["as a token that is a mapping", { runners: [{ name: "r", token: { value: plainCanary } }] }, {}],
    ["under a key of the chart", { runners: [{ name: "r", runnerRegistrationToken: plainCanary }] }, {}],
    ["in runners that are no list", { runners: { r: { token: plainCanary } } }, {}],
    [
      "in the environment of jobs",
      { runners: [{ name: "r", token: "env:A", environment: { X: canary } }] },
      {},
    ],
    [
      "in extraToml",
      { runners: [{ name: "r", token: "env:A", extraToml: `[[runners]]\ntoken = "${plainCanary}"` }] },
      {},
    ],
    [
      "in broken extraToml",
      { runners: [{ name: "r", token: "env:A", extraToml: `token = "${plainCanary}` }] },
      {},
    ],
    ["as a key", { [canary]: 1 }, {}],
    ["as a tag's name", { tags: { [canary]: "x" } }, {}],
    [
      "in an address",
      { runners: [{ name: "r", token: "env:A", gitlabUrl: `https://u:${plainCanary}@x.org` }] },
      {},
    ],
    [
      "in a variable that overrides",
      { runners: [{ name: "r", token: "env:A" }] },
      { GLRUNNER__RUNNERS__0__TOKEN: plainCanary },
    ],
    [
      "of the other kind in the environment",
      { runners: [{ name: "r", token: "env:A", tokenType: "registration" }] },
      { A: canary },
    ],
  ];
  it.each(places)("is refused and not shown: %s", (_, sections, env) => {
    const problems = problemsOf({ name: "glrunner", region: "us-west-2", ...Object(sections) }, env);
    expect(problems.length).toBeGreaterThan(0);
    expect(shown(problems)).not.toContain("CANARY");
  });

  it("is never shown, wherever the configuration has it", () => {
    fc.assert(
      fc.property(arbitraryConfigInput, fc.nat(), mutation, (input, pick, mutate) => {
        const runners = (input.runners ?? []).map((runner, index) =>
          index === pick % 5 ? { ...runner, token: pick % 2 === 0 ? canary : plainCanary } : runner,
        );
        expect(shown(problemsOf(mutate({ ...input, runners })))).not.toContain("CANARY");
      }),
      { numRuns: 30 },
    );
  });
});

describe("ten mistakes in one file", () => {
  const raw = {
    name: "Glrunner",
    region: "us-west-2",
    tags: { "aws:owner": "ci" },
    version: { set: "current" },
    versions: { kubernetes: "1.36", karpenter: "1.12.2" },
    network: { cidr: "10.0.1.0/16" },
    cluster: {
      endpoint: { public: false, private: false },
      nodes: { instanceTypes: ["m7g.large", "m6a.large"] },
    },
    addons: { karpenter: { enable: true } },
    runners: [
      { name: "one", token: canary, job: { cpu: 99 } },
      { name: "two", token: "env:version" },
    ],
    state: { backend: "local", directory: "state" },
  };

  it("are all reported at once", () => {
    expect(codesAndPaths(problemsOf(raw))).toEqual([
      "unknown-key version",
      "wrong-form name",
      "unknown-key addons.karpenter.enable",
      "out-of-range runners[0].job.cpu",
      "literal-token runners[0].token",
      'tag-reserved tags["aws:owner"]',
      "cidr-host-bits network.cidr",
      "endpoint-unreachable cluster.endpoint",
      "nodes-architecture cluster.nodes.instanceTypes",
      "token-variable-name runners[1].token",
      "state-directory state.directory",
    ]);
  });
});
