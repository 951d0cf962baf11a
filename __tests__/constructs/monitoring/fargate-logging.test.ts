import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseConfig } from "../../../src/config";
import { fargateLogGroup } from "../../../src/config/resource-names";
import { logRouter } from "../../../src/constructs/monitoring/fargate-logging";
import { arbitraryConfigInput, parseOptions } from "../../config/arbitraries";
import { refusals, sectionsOf } from "../../support/log-router";

describe("the log router's configuration", () => {
  it("follows EKS's rules and limit for any configuration", () => {
    fc.assert(
      fc.property(arbitraryConfigInput, (input) => {
        const parsed = parseConfig(input, parseOptions);
        if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
        expect(refusals(logRouter(parsed.config.region, fargateLogGroup(parsed.config.name)))).toEqual([]);
      }),
      { numRuns: 100 },
    );
  });

  it("writes every line, with pod and namespace, and asks for no group to be made", () => {
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
      // The keys of a manager's JSON line end beside `kubernetes`, which its metrics rely on.
      {
        ...{ name: "kubernetes", match: "kube.*", merge_log: "On", keep_log: "Off" },
        ...{ buffer_size: "0", kube_meta_cache_ttl: "300s" },
      },
    ]);
  });
});

describe("what EKS would refuse", () => {
  const good = logRouter("us-west-2", "/glrunner/ci/fargate");
  const output = good["output.conf"] ?? "";
  it.each([
    ["an input", { "output.conf": `${output}[INPUT]\n    Name tail\n    Match *\n` }, "section INPUT"],
    ["an unknown output", { "output.conf": output.replace("cloudwatch_logs", "s3") }, "plugin s3"],
    ["no output", { "output.conf": "" }, "no output"],
    ["a variable", { "output.conf": output.replace("us-west-2", "${REGION}") }, "an environment variable"],
    ["no match", { "output.conf": output.replace("    Match *\n", "") }, "no match"],
    ["ragged lines", { "output.conf": output.replace("    region", "  region") }, "indentation"],
    ["what is EKS's own", { "filters.conf": `${good["filters.conf"] ?? ""}    Kube_URL x\n` }, "kube_url"],
    ["another file", { "inputs.conf": "" }, "unknown key inputs.conf"],
    ["too much", { "parsers.conf": `[PARSER]\n    Name a\n    Format ${"x".repeat(5300)}\n` }, "characters"],
  ])("is seen: %s", (_, change: Record<string, string>, refusal) => {
    expect(refusals({ ...good, ...change }).join()).toContain(refusal);
  });
});
