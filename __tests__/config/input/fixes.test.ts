/** Applies each fix that proposes a value, as a user would. The problem must then be gone. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { parseConfig, severityOf, type Problem } from "../../../src/config";
import { isMapping } from "../../../src/config/paths";
import { parseOptions } from "../arbitraries";
import { runner, sample } from "../samples";

type Change = Readonly<Record<string, unknown>>;

interface Case {
  readonly change: Change;
  /** Finds the value in the text of the fix; YAML. */
  readonly value: RegExp;
  /** Path of the value. @default the path of the problem */
  readonly at?: string;
  /** Whether the value is an entry of a list. @default false */
  readonly isEntry?: boolean;
  /** Path of a key that gets another name. @default none */
  readonly renames?: string;
}

const write = /^(?:write|use|did you mean) (\[.*\]|[^\s,?]+)/;
const set = (key: string) => new RegExp(`set ${key}(?::| to) ([^\\s,]+)`);
const one = (change: Change) => ({ runners: [runner(change)] });
const onNodes = (change: Change) => ({
  cluster: { managers: "nodes", nodes: { instanceTypes: ["m6a.large"], count: 1 }, ...change },
});
const longName = "a".repeat(40);

const cases: Readonly<Record<string, Case | readonly Case[]>> = {
  "unknown-key": [
    { change: { netwrk: {} }, value: /did you mean (\w+)/, renames: "netwrk" },
    {
      change: { state: { backend: "s3", bukket: "abc" } },
      value: /did you mean (\w+)/,
      renames: "state.bukket",
    },
  ],
  "not-allowed": [
    { change: { layout: "singel" }, value: write },
    { change: { network: { endpoints: ["s4"] } }, value: write },
    { change: { network: { endpoints: "s3" } }, value: write },
    { change: { state: { backend: "S3" } }, value: write },
  ],
  "wrong-form": [
    { change: { name: "My_Runners" }, value: write },
    { change: one({ gitlabUrl: "gitlab.example.com" }), value: write },
  ],
  "wrong-type": [
    { change: { cluster: { endpoint: { public: "yes" } } }, value: write },
    { change: { cluster: { endpoint: { allowedCidrs: "203.0.113.7/32" } } }, value: write },
    { change: one({ tags: "docker" }), value: write },
  ],
  "region-unknown": [
    { change: { region: "us-wst-2" }, value: write },
    { change: { region: "us-mars-9" }, value: set("allowUnknownRegion"), at: "allowUnknownRegion" },
  ],
  "state-directory": { change: { state: { backend: "local", directory: "./state" } }, value: write },
  "cidr-host-bits": { change: { network: { cidr: "10.0.1.0/16" } }, value: write },
  "vpc-size": [
    { change: { network: { cidr: "10.0.0.0/8" } }, value: write },
    { change: { network: { cidr: "10.1.2.0/24" } }, value: write },
  ],
  "cidr-reserved": { change: { network: { cidr: "127.0.0.0/16" } }, value: write },
  "service-range-taken": { change: { network: { cidr: "10.100.0.0/16" } }, value: write },
  "access-arn": {
    change: {
      cluster: {
        access: {
          roles: [{ arn: "arn:aws:sts::123456789012:assumed-role/admin/me", username: "a", groups: ["b"] }],
        },
      },
    },
    value: write,
  },
  "endpoint-locks-out-pods": {
    change: { cluster: { endpoint: { private: false } } },
    value: set("private"),
    at: "cluster.endpoint.private",
  },
  "node-image-floats": {
    change: { addons: { karpenter: { nodes: { image: "al2023@latest" } } } },
    value: write,
  },
  "node-disk-ratio": {
    change: { addons: { karpenter: { nodes: { diskThroughput: 1000 } } } },
    value: set("diskIops"),
    at: "addons.karpenter.nodes.diskIops",
  },
  "karpenter-prefix": { change: { versions: { karpenter: "v1.15.0" } }, value: write },
  "kubernetes-not-creatable": { change: { versions: { kubernetes: "1.28" } }, value: write },
  "ebs-csi-useless": {
    change: {
      ...{ layout: "single", versions: { set: "tutorial" } },
      ...{ addons: { karpenter: { enabled: false } }, cluster: { ebsCsi: true } },
    },
    value: /set it to (\w+)/,
  },
  "karpenter-adopt-only": {
    change: { layout: "single", versions: { set: "tutorial", kubernetes: "1.35" } },
    value: set("addons.karpenter.enabled"),
    at: "addons.karpenter.enabled",
  },
  "managers-exceed-nodes": {
    change: {
      ...onNodes({}),
      runners: ["a", "b", "c"].map((name) => runner({ name, manager: { cpu: 1, memory: "1Gi" } })),
    },
    value: write,
  },
  "nodes-may-be-full": {
    change: { ...onNodes({}), runners: [runner({ manager: { cpu: 1, memory: "1Gi" } })] },
    value: write,
  },
  "node-pool-unknown": {
    change: {
      addons: { karpenter: { nodePools: { spots: { capacity: "on-demand" }, other: { capacity: "spot" } } } },
      ...one({ compute: "spot", nodePool: "spotts" }),
    },
    value: write,
  },
  "cache-delete-objects": {
    change: one({ cache: { bucket: "my-cache", create: true } }),
    value: set("deleteObjects"),
  },
  "cache-not-created": {
    change: one({ cache: { bucket: "my-cache", expireDays: 5 } }),
    value: set("create"),
    at: "runners.0.cache.create",
  },
  "runner-duplicate": [
    { change: { runners: [runner(), runner()] }, value: /such as (\S+)/ },
    {
      change: {
        runners: [
          runner({ name: longName }),
          runner({ name: longName }),
          runner({ name: `${"a".repeat(38)}-2` }),
        ],
      },
      value: /such as (\S+)/,
    },
  ],
  "runner-name-reserved": { change: one({ name: "default" }), value: /such as (\S+)/ },
  "namespace-reserved": { change: one({ namespace: "kube-jobs" }), value: /use (\S+)/ },
  "namespace-caught": {
    change: {
      runners: [
        runner({ name: "a", namespace: "team" }),
        runner({ name: "b", compute: "spot", namespace: "team" }),
      ],
    },
    value: /such as (\S+)/,
  },
  "build-privileged": {
    change: one({ compute: "on-demand", build: "rootless", job: { privileged: true } }),
    value: /build: (\w+)/,
  },
  "endpoint-private-only": { change: { cluster: { endpoint: { public: false } } }, value: /public: (\w+)/ },
  "tag-of-other-class": { change: one({ tags: ["eks-spot"] }), value: /use (\S+)/, isEntry: true },
  "ephemeral-too-large": { change: one({ job: { ephemeralStorage: "500Gi" } }), value: write },
  "token-variable-name": { change: one({ token: "env:TF_VAR_count" }), value: write },
  "warm-timezone-unknown": {
    change: one({
      compute: "spot",
      warm: { jobs: 1, schedule: [{ from: "08:00", to: "10:00", timezone: "Europe/Berln", jobs: 1 }] },
    }),
    value: write,
  },
  "endpoints-missing": {
    change: { network: { nat: "none", endpoints: ["s3"] } },
    value: /set (auto)/,
  },
  "nat-none": {
    change: { network: { nat: "none" } },
    value: set("network.endpoints"),
    at: "network.endpoints",
  },
};

function problemsOf(raw: unknown): readonly Problem[] {
  const parsed = parseConfig(raw, parseOptions);
  return parsed.ok ? parsed.warnings : parsed.problems;
}

const keysOf = (path: string) =>
  path
    .replaceAll(/\[(\d+)\]/g, ".$1")
    .split(".")
    .filter((key) => key !== "");

/** A copy with the value set; undefined removes the key. */
function withValue(raw: unknown, [key, ...rest]: readonly string[], value: unknown): unknown {
  if (key === undefined) return value;
  if (Array.isArray(raw))
    return raw.map((item: unknown, at) => (String(at) === key ? withValue(item, rest, value) : item));
  const given = isMapping(raw) ? raw : {};
  return JSON.parse(JSON.stringify({ ...given, [key]: withValue(given[key], rest, value) }));
}

function applied(raw: unknown, found: Problem, { value: pattern, at, renames, isEntry }: Case): unknown {
  const text = pattern.exec(found.fix)?.[1];
  if (text === undefined) throw new Error(`no value in the fix: ${found.fix}`);
  if (renames === undefined) {
    // A text at this path stays text, as in quotes.
    const value: unknown = /^\d+\.\d+$/.test(text) ? text : parse(text);
    return withValue(raw, keysOf(at ?? found.path), isEntry === true ? [value] : value);
  }
  const keys = keysOf(renames);
  return withValue(withValue(raw, keys, undefined), [...keys.slice(0, -1), text], found.value);
}

const rows = Object.entries(cases).flatMap(([code, of]) =>
  (Array.isArray(of) ? of : [of]).map((each: Case) => [code, each] as const),
);

describe("a fix that proposes a value", () => {
  it.each(rows)("removes the problem: %s %j", (code, each) => {
    const raw = sample(each.change);
    const before = problemsOf(raw).filter((problem) => problem.code === code);
    const [found] = before;
    if (found === undefined) throw new Error(`${code} is not found: ${JSON.stringify(problemsOf(raw))}`);
    const left = problemsOf(applied(raw, found, each));
    expect(left.filter((problem) => problem.code === code)).toHaveLength(before.length - 1);
    // The new value must not cause another problem.
    const schema = ["unknown-key", "not-allowed", "wrong-form", "wrong-type", "out-of-range"];
    const isRefused = ({ code: other, path }: Problem) =>
      schema.includes(other) || (path === found.path && severityOf(other) === "problem");
    expect(left.filter(isRefused)).toEqual([]);
  });

  it("has a case for each code whose fix has a value", () => {
    const proposing =
      /\b(?:write|use|set|did you mean) (?:\$\{(?!ours)|[a-z0-9.]+[:/]|\w+ to [a-z0-9$])|such as \$\{/;
    const files = readdirSync("src/config", { recursive: true, encoding: "utf8" });
    const codes = files
      .filter((file) => file.startsWith("rules/") && file.endsWith(".ts"))
      .flatMap((file) => readFileSync(join("src/config", file), "utf8").split("problem({").slice(1))
      .filter((text) => proposing.test(/fix(?::|,| =)[^]*?(?=\n\n|\}\)|;\n)/.exec(text)?.[0] ?? ""))
      .map((text) => /code: "([a-z-]+)"/.exec(text)?.[1] ?? "");
    expect([...new Set(codes)].filter((code) => !(code in cases))).toEqual([]);
  });
});
