import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fargateLogGroup } from "../../../src/config/resource-names";
import { logRouter } from "../../../src/constructs/monitoring/fargate-logging";
import { logRouterProblems, sectionsOf } from "../../support/log-router";

describe("the log router's configuration", () => {
  it("follows the rules and the size limit of EKS for any Region and name", () => {
    // Only the Region and the cluster's name are in it.
    const region = fc.constantFrom("us-west-2", "eu-central-1", "ap-southeast-2");
    fc.assert(
      fc.property(region, fc.stringMatching(/^[a-z][a-z0-9-]{0,40}$/), (region, name) => {
        expect(logRouterProblems(logRouter(region, fargateLogGroup(name)))).toEqual([]);
      }),
      { numRuns: 100 },
    );
  });

  it("writes every line with pod and namespace, and creates no log group", () => {
    const data = logRouter("us-west-2", "/glrunner/ci/fargate");
    expect(sectionsOf(data["output.conf"] ?? "")).toEqual([
      {
        section: "OUTPUT",
        pairs: {
          name: "cloudwatch_logs",
          match: "*",
          region: "us-west-2",
          log_group_name: "/glrunner/ci/fargate",
          log_stream_prefix: "fargate-",
        },
      },
    ]);
    expect(sectionsOf(data["filters.conf"] ?? "").map(({ pairs }) => pairs)).toEqual([
      { name: "parser", match: "*", key_name: "log", parser: "crio" },
      // Merge_Log puts the keys of a manager's JSON line next to `kubernetes`; its metrics need them there.
      {
        ...{ name: "kubernetes", match: "kube.*", merge_log: "On", keep_log: "Off" },
        ...{ buffer_size: "0", kube_meta_cache_ttl: "300s" },
      },
    ]);
  });
});

describe("refusals", () => {
  const good = logRouter("us-west-2", "/glrunner/ci/fargate");
  const output = good["output.conf"] ?? "";
  it.each([
    ["an input", { "output.conf": `${output}[INPUT]\n    Name tail\n    Match *\n` }, "section INPUT"],
    ["an unknown output", { "output.conf": output.replace("cloudwatch_logs", "s3") }, "plugin s3"],
    ["no output", { "output.conf": "" }, "no output"],
    ["a variable", { "output.conf": output.replace("us-west-2", "${REGION}") }, "an environment variable"],
    ["no match", { "output.conf": output.replace("    Match *\n", "") }, "no match"],
    ["uneven indentation", { "output.conf": output.replace("    region", "  region") }, "indentation"],
    ["a key that EKS sets", { "filters.conf": `${good["filters.conf"] ?? ""}    Kube_URL x\n` }, "kube_url"],
    ["another file", { "inputs.conf": "" }, "unknown key inputs.conf"],
    [
      "too many characters",
      { "parsers.conf": `[PARSER]\n    Name a\n    Format ${"x".repeat(5300)}\n` },
      "characters",
    ],
  ])("finds %s", (_, change: Record<string, string>, refusal) => {
    expect(logRouterProblems({ ...good, ...change }).join()).toContain(refusal);
  });
});
