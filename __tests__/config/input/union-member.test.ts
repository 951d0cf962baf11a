import { describe, expect, it } from "vitest";
import { parseConfig } from "../../../src/config";
import { isNode, rootNode, type SchemaNode } from "../../../src/config/input/schema-nodes";
import { parseOptions } from "../arbitraries";
import { runner, sample } from "../samples";

/** Paths of all unions, with `*` for any key or index. "Any JSON value" is also a union, which allows everything. */
function unionsIn(node: SchemaNode | boolean | undefined, path = ""): readonly string[] {
  if (!isNode(node) || node.$ref !== undefined) return [];
  const members = node.anyOf ?? node.oneOf ?? [];
  const below = [
    ...Object.entries(node.properties ?? {}).map(([key, child]) => [key, child] as const),
    ...[node.items, node.additionalProperties].map((child) => ["*", child] as const),
  ];
  return [
    ...(members.length > 0 || Array.isArray(node.type) ? [path] : []),
    ...members.flatMap((member) => unionsIn(member, path)),
    ...below.flatMap(([key, child]) => (Array.isArray(child) ? [] : unionsIn(child, `${path}.${key}`))),
  ];
}

const inNetwork = (key: string) => (value: unknown) => ({ network: { [key]: value } });
const inRunner = (change: (value: unknown) => object) => (value: unknown) => ({
  runners: [runner({ ...change(value) })],
});
const helmSetting = (value: unknown) => ({
  addons: { blueprints: { metrics_server_helm_config: { set: [{ name: "a", value }] } } },
});
const cached = inRunner((prefix) => ({ cache: { bucket: "my-cache", prefix } }));
const pulled = inRunner((pullPolicy) => ({ job: { pullPolicy } }));
const state = (value: unknown) => ({ state: value });

/** For each union: a wrong value for each member, and the problems that it causes. */
const cases = {
  ".network.zones": [
    [inNetwork("zones"), 9, ["out-of-range network.zones"]],
    [inNetwork("zones"), 2.5, ["wrong-type network.zones"]],
    [inNetwork("zones"), ["us-west-2a", "west"], ["wrong-form network.zones[1]"]],
    [inNetwork("zones"), ["us-west-2a", 7], ["wrong-type network.zones[1]"]],
    [inNetwork("zones"), ["us-west-2a"], ["out-of-range network.zones"]],
    [inNetwork("zones"), "three", ["wrong-type network.zones"]],
  ],
  ".network.endpoints": [
    [inNetwork("endpoints"), "all", ["not-allowed network.endpoints"]],
    [inNetwork("endpoints"), ["s3", "s4"], ["not-allowed network.endpoints[1]"]],
    [
      inNetwork("endpoints"),
      ["s4", 3],
      ["not-allowed network.endpoints[0]", "not-allowed network.endpoints[1]"],
    ],
    [inNetwork("endpoints"), [], ["out-of-range network.endpoints"]],
    [inNetwork("endpoints"), true, ["wrong-type network.endpoints"]],
  ],
  ".runners.*.job.pullPolicy": [
    [pulled, "sometimes", ["not-allowed runners[0].job.pullPolicy"]],
    [pulled, ["always", "sometimes"], ["not-allowed runners[0].job.pullPolicy[1]"]],
    [pulled, {}, ["wrong-type runners[0].job.pullPolicy"]],
  ],
  ".runners.*.cache.prefix": [
    [cached, "/a/", ["wrong-form runners[0].cache.prefix"]],
    [cached, 5, ["wrong-type runners[0].cache.prefix"]],
  ],
  ".addons.blueprints.*.set.*.value": [
    [helmSetting, {}, ["wrong-type addons.blueprints.metrics_server_helm_config.set[0].value"]],
    [helmSetting, null, ["wrong-type addons.blueprints.metrics_server_helm_config.set[0].value"]],
  ],
  ".state": [
    [state, "local", ["wrong-type state"]],
    [state, { bucket: "b" }, ["missing state.backend"]],
    [state, { backend: "S3" }, ["not-allowed state.backend"]],
    [state, { backend: "s3", bucket: "B" }, ["wrong-form state.bucket"]],
    [state, { backend: "gcs", region: "x", bucket: "abc" }, ["unknown-key state.region"]],
    [state, { backend: "http", address: 5 }, ["wrong-type state.address"]],
  ],
} as const;

function problemsOf(change: Readonly<Record<string, unknown>>) {
  const parsed = parseConfig(sample(change), parseOptions);
  return parsed.ok ? [] : parsed.problems;
}

describe("a wrong value of a union", () => {
  it("has a test case for every union of the schema", () => {
    const found = unionsIn(rootNode()).map((path) =>
      path.replace(/(\.blueprints\.)\w+\.set(_\w+)?\./, "$1*.set."),
    );
    expect([...new Set(found)].toSorted()).toEqual(Object.keys(cases).toSorted());
  });

  it.each(
    Object.values(cases).flatMap((rows) =>
      rows.map(([change, value, expected]) => [value, expected, change] as const),
    ),
  )("is reported for the intended member: %j is %j", (value, expected, change) => {
    expect(problemsOf(change(value)).map(({ code, path }) => `${code} ${path}`)).toEqual(expected);
  });

  it("shows the values that this member allows", () => {
    const [bucket] = problemsOf(state({ backend: "gcs", bucket: "B" }));
    expect(bucket?.allowed).not.toContain(", or ");
    const [key] = problemsOf(state({ backend: "gcs", bucket: "abc", reigon: "x" }));
    expect(key?.allowed).toBe("backend, bucket, prefix");
  });
});
