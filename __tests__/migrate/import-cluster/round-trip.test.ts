/**
 * Imports states of random variations of the tutorial: the imported configuration resolves to the one from which the state
 * was built, and the import reports no difference.
 */
import fc from "fast-check";
import { parse as parseToml } from "smol-toml";
import { describe, expect, it } from "vitest";
import { parseConfig, type Config, type ConfigInput } from "../../../src/config";
import { configurationFromState, type StateFinding } from "../../../src/migrate/import-cluster";
import { arbitraryConfigInput, parseOptions } from "../../config/arbitraries";
import { tutorialState } from "../../support/tutorial-state";

type Runner = Config["runners"][number];
type RunnerInput = NonNullable<ConfigInput["runners"]>[number];

/** A runner with only the settings that an import reads. It reports others, or keeps them in `extraToml`. */
function ofTutorial({ job, ...runner }: RunnerInput): RunnerInput {
  const unread = { serviceAccount: undefined, volumes: undefined, labels: undefined, scripts: undefined };
  return { ...runner, job: { ...job, ...unread }, chartValues: undefined };
}

/** Variations of the tutorial's root, in everything that a state contains. */
const variations: fc.Arbitrary<ConfigInput> = fc
  .tuple(arbitraryConfigInput, fc.constantFrom("1.24", "1.27", "1.31"))
  .map(([{ network, cluster, addons, runners = [], ...drawn }, kubernetes]) => {
    const { karpenter, logging, blueprints = {} } = addons ?? {};
    const switches = Object.entries(blueprints).filter(([input]) => input.startsWith("enable_"));
    const onFargate = {
      ...cluster,
      encryption: {},
      ...({ platform: undefined, systemPods: "fargate", managers: "fargate", nodes: undefined } as const),
    };
    const { platform, systemPods = platform, managers = platform } = cluster ?? {};
    const nodes = systemPods === "nodes" || managers === "nodes";
    return {
      ...drawn,
      layout: "single",
      // The tutorial has no administrators and no settings of a company network. With a path of its roles, aws-auth is
      // outside of the eks module.
      iam: drawn.iam?.rolePath === undefined ? {} : { permissionsBoundary: boundary },
      ...{ gitlabCa: {}, proxy: {}, images: {} },
      versions: { set: "tutorial", kubernetes, ...(runners.length > 1 && { runnerChart: "0.89.1" }) },
      network: network?.existing === undefined ? network : { zones: 2 },
      // Profiles that were generated for nodes would leave the system pods without a profile.
      cluster: nodes ? { ...onFargate, fargateProfiles: undefined } : onFargate,
      addons: {
        karpenter: karpenter && { enabled: karpenter.enabled },
        logging,
        blueprints: Object.fromEntries(switches),
      },
      runners: runners.map(ofTutorial),
      state: { backend: "local", directory: "~/state" },
    };
  });

const boundary = "arn:aws:iam::123456789012:policy/company/Boundary";

const sorted = (list: readonly string[]) => [...list].sort();

/** The configuration without the parts that no state contains, and in a stable order. */
function comparable({ cluster, addons, runners, region, network, ...rest }: Config) {
  const { endpoint, logs, fargateProfiles } = cluster;
  const profiles = fargateProfiles.map(({ selectors, ...profile }) => ({
    ...profile,
    selectors: sorted(selectors.map((selector) => JSON.stringify(selector))),
  }));
  return {
    ...rest,
    region,
    network: network.kind === "created" ? { ...network, endpoints: sorted(network.endpoints) } : network,
    cluster: {
      ...cluster,
      endpoint: { ...endpoint, allowedCidrs: endpoint.public ? sorted(endpoint.allowedCidrs) : [] },
      logs: sorted(logs),
      // The costs in it name each runner.
      placement: cluster.placement.asked,
      fargateProfiles: new Set(profiles.map((profile) => JSON.stringify(profile))),
    },
    addons: { ...addons, logging: addons.logging.enabled ? addons.logging : undefined },
    runners: new Map(runners.map((runner) => [runner.name, comparableRunner(runner, region)])),
  };
}

function comparableRunner(runner: Runner, region: string) {
  const { token, tokenType, cache, extraToml = "", ...rest } = runner;
  const { tags, runUntagged, locked, protected: guarded, maximumTimeoutSeconds, ...both } = rest;
  return {
    ...both,
    token: token.startsWith("kubernetes:") ? token : "not in the state",
    // For a runner with a glrt- token, only GitLab has these settings.
    ...(tokenType === "registration" && { tags, runUntagged, locked, guarded, maximumTimeoutSeconds }),
    cache: cache && { ...cache, region: cache.region ?? region },
    extraToml: JSON.stringify(parseToml(extraToml)).replace('{"runners":[{}]}', "{}"),
  };
}

function readBack(config: Config): { readonly config: Config; readonly findings: readonly StateFinding[] } {
  const read = configurationFromState(tutorialState(config), { directory: "~/state", parse: parseOptions });
  if (!read.ok) throw new Error(read.problems === undefined ? read.message : JSON.stringify(read.problems));
  return read;
}

describe("a state of the tutorial's root", () => {
  it("is imported as the configuration from which it was built", () => {
    let read = 0;
    fc.assert(
      fc.property(variations, (input) => {
        const parsed = parseConfig(input, parseOptions);
        fc.pre(parsed.ok);
        const back = readBack(parsed.config);
        expect(comparable(back.config)).toEqual(comparable(parsed.config));
        expect(back.findings.filter(({ what }) => !what.startsWith("addons.blueprints."))).toEqual([]);
        read += 1;
      }),
      { numRuns: 10, seed: 1 },
    );
    expect(read).toBe(10);
  });
});
