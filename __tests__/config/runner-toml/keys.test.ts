import { parse } from "smol-toml";
import { describe, expect, it } from "vitest";
import { coveredKeys } from "../../../src/config/runner-toml/keys";
import { isMapping } from "../../../src/config/paths";
import { runnerToml } from "../../../src/constructs/runners/runner-toml";
import { configOf } from "../../support/synth";

const runner = {
  name: "r",
  token: "env:TF_VAR_r",
  cache: { bucket: "my-cache" },
  environment: { A: "b" },
  job: { ephemeralStorage: "20Gi" },
};

/** Paths of all values in a table. */
function leaves(value: unknown, path: readonly string[] = []): string[][] {
  if (!isMapping(value)) return [[...path]];
  return Object.entries(value).flatMap(([key, below]) => leaves(below, [...path, key]));
}

describe("the keys of the runner's TOML", () => {
  it.each([
    ["fargate", "current"],
    ["spot", "current"],
    ["on-demand", "tutorial"],
  ] as const)("cover all that glrunner writes for %s in set %s", (compute, set) => {
    const config = configOf({
      name: "ci",
      region: "eu-west-1",
      versions: { set },
      runners: [
        { ...runner, compute },
        { name: "other", token: "env:TF_VAR_o" },
      ],
    });
    const [first] = config.runners;
    if (first === undefined) throw new Error("no runner");
    const { runners: sections } = parse(runnerToml(config, first));
    const section: unknown = Array.isArray(sections) ? sections[0] : undefined;
    const covered = coveredKeys(compute === "fargate").map((key) => key.join("\n"));
    const missing = leaves(section).filter(
      (path) => !path.some((_, end) => covered.includes(path.slice(0, end + 1).join("\n"))),
    );
    expect(missing).toEqual([]);
    expect(leaves(section).length).toBeGreaterThan(15);
  });
});

// gitlab-org/gitlab-runner#28145: the variables of the proxy were lost if extraToml had a list of its own.
it("adds up the variables of environment and of extraToml", () => {
  const extraToml = `[[runners]]
environment = ["FF_TIMESTAMPS=true", "NO_PROXY=.svc"]
pre_get_sources_script = "git config --global http.proxy $HTTPS_PROXY"
`;
  const environment = { HTTPS_PROXY: "http://proxy.example:3128", NO_PROXY: ".svc" };
  const config = configOf({
    name: "ci",
    region: "eu-west-1",
    runners: [{ ...runner, environment, extraToml }],
  });
  const [first] = config.runners;
  if (first === undefined) throw new Error("no runner");
  const { runners: sections } = parse(runnerToml(config, first));
  expect(sections).toMatchObject([
    {
      environment: ["HTTPS_PROXY=http://proxy.example:3128", "FF_TIMESTAMPS=true", "NO_PROXY=.svc"],
      pre_get_sources_script: "git config --global http.proxy $HTTPS_PROXY",
    },
  ]);
});
