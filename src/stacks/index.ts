/** Builds the stacks of a configuration's layout and writes their Terraform JSON. Pure, synchronous, offline. */
import { App } from "cdktf";
import type { Config } from "../config/config";
import { addonsStack } from "./addons";
import { eksStack } from "./eks";
import { literalConfig } from "../constructs/literal";
import { writeOutput } from "./output";
import { runnersStack } from "./runners";
import { singleLayout } from "./single";
import type { StageStack } from "./stage-stack";
import { stages, type StageName } from "../config/stages";
import { vpcStack } from "./vpc";

const builders: Readonly<Record<StageName, (app: App, config: Config) => StageStack>> = {
  vpc: vpcStack,
  eks: eksStack,
  addons: addonsStack,
  runners: runnersStack,
};

/** Adds the stacks of `config` to `app`, each depending on the one before, as `cdktf deploy` and `destroy` read it. */
export function buildStacks(app: App, config: Config): StageStack[] {
  const safe = literalConfig(config);
  if (safe.layout === "single") return [singleLayout(app, safe)];
  const stacks = stages.map((stage) => builders[stage](app, safe));
  stacks.reduce((before, stack) => {
    stack.addDependency(before);
    return stack;
  });
  return stacks;
}

interface Synthesized {
  readonly directory: string;
  /** In deploy order. */
  readonly stacks: readonly string[];
}

/**
 * Writes `<outdir>/stacks/<stack>/cdk.tf.json` and the manifest.
 * @param outdir default: CDKTF_OUTDIR, which cdktf's command line sets, else `cdktf.out`
 */
export function synthesize(config: Config, outdir = process.env.CDKTF_OUTDIR ?? "cdktf.out"): Synthesized {
  const stacks = writeOutput(outdir, (folder) => {
    const app = new App({ outdir: folder });
    const built = buildStacks(app, config);
    withoutDeprecations(() => {
      app.synth();
    });
    return built.map((stack) => stack.node.id);
  });
  return { directory: outdir, stacks };
}

/** Hides the warning of Node 22 and newer that cdktf calls `util.isArray`: users cannot act on it. */
function withoutDeprecations(work: () => void): void {
  const { noDeprecation } = process;
  process.noDeprecation = true;
  try {
    work();
  } finally {
    process.noDeprecation = noDeprecation;
  }
}
