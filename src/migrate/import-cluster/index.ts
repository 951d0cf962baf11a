/**
 * Derives a configuration from the Terraform state of a tutorial cluster, so that its plan changes nothing. It reports the
 * parts of the state that a configuration cannot express, without their secrets.
 */
import * as z from "zod";
import { parseConfig, type Config, type ConfigInput, type ParseOptions, type Problem } from "../../config";
import { versionSets } from "../../../modules/pins";
import type { StateDocument } from "../../clients/terraform/state-document";
import { readAccess } from "./access";
import { readAddOns } from "./add-ons";
import { controlPlane, readCluster, tags, type ControlPlane } from "./cluster";
import type { StateFinding } from "./parse-result";
import { readNetwork } from "./network";
import { objectsIn, select, type ReadObject, type StateObject } from "./objects";
import { missingProfiles, readProfiles } from "./profiles";
import { readRoles } from "./roles";
import { readRunners, type ImportedRunner } from "./runners";
import { readTags } from "./tags";
import { unlessDefault, unlessEmpty } from "./values";

export type { StateFinding } from "./parse-result";
export { objectsIn } from "./objects";
export { extraResources } from "./extra-resources";

interface ImportOptions {
  /** Folder of the state file, as it is written to the configuration. */
  readonly directory: string;
  readonly parse: ParseOptions;
}

export type ImportResult =
  | {
      readonly ok: true;
      readonly input: ConfigInput;
      readonly config: Config;
      readonly warnings: readonly Problem[];
      readonly findings: readonly StateFinding[];
    }
  /** The rules refuse every configuration for this cluster. */
  | { readonly ok: false; readonly problems: readonly Problem[] }
  /** It is not the state of a tutorial cluster. */
  | { readonly ok: false; readonly problems?: undefined; readonly message: string };

const vpcSchema = z.object({ cidr_block: z.string(), tags, tags_all: tags });
type Vpc = ReadObject<z.output<typeof vpcSchema>>;

export function configurationFromState(state: StateDocument, options: ImportOptions): ImportResult {
  const objects = objectsIn(state);
  if (objects.some(({ address }) => address === "terraform_data.region"))
    return notTutorial("is of version set current, and only states of the tutorial can be imported");
  const cluster = controlPlane(objects);
  if (cluster === undefined) return notTutorial("holds no EKS cluster at module.eks.aws_eks_cluster.this[0]");
  const [vpc] = select(objects, { module: "module.vpc", type: "aws_vpc" }, vpcSchema);
  if (vpc === undefined) return notTutorial("holds no VPC at module.vpc.aws_vpc.this[0]");
  return parseWithoutRefused(readDraft(state, objects, cluster, vpc, options), options.parse);
}

const notTutorial = (message: string): ImportResult => ({ ok: false, message });

interface Draft {
  /** Without runners. */
  readonly input: ConfigInput;
  readonly runners: readonly ImportedRunner[];
  readonly profiles: NonNullable<NonNullable<ConfigInput["cluster"]>["fargateProfiles"]>;
  readonly findings: readonly StateFinding[];
}

function readDraft(
  state: StateDocument,
  objects: readonly StateObject[],
  cluster: ControlPlane,
  vpc: Vpc,
  { directory }: ImportOptions,
): Draft {
  const { name, version } = cluster.read;
  const region = regionOf(cluster);
  const network = readNetwork(state, objects, vpc.read.cidr_block);
  const { zones } = network.value;
  const settings = readCluster(objects, cluster);
  const access = readAccess(objects);
  const iam = readRoles(objects);
  const added = readTags(name, [
    tagged(vpc, { Name: name }),
    tagged(cluster, { "karpenter.sh/discovery": name }),
  ]);
  const addons = readAddOns(objects, { cluster: name, zones: zones.names });
  const { runners, chart, findings } = readRunners(objects, region);
  const control = { ...settings.value, access: unlessEmpty(access.value) };
  return {
    input: {
      ...{ name, region },
      tags: unlessEmpty(added.value),
      layout: "single",
      versions: {
        set: "tutorial",
        kubernetes: unlessDefault(version, versionSets.tutorial.kubernetes),
        runnerChart: chart,
      },
      iam: unlessEmpty(iam.value),
      network: network.value.network,
      cluster: unlessEmpty(control),
      addons: unlessEmpty(addons.value),
      state: { backend: "local", directory },
    },
    runners,
    profiles: readProfiles(objects),
    findings: [network, added, settings, access, iam, addons, { findings }].flatMap((read) => read.findings),
  };
}

/** The Region in the ARN of the cluster. */
function regionOf({ read: { arn } }: ControlPlane): string {
  return arn.split(":")[3] ?? "";
}

function tagged({ address, read }: Vpc | ControlPlane, own: Readonly<Record<string, string>>) {
  return { address, tags: read.tags, all: read.tags_all, own };
}

/**
 * Drops and reports each part that the rules refuse, until the rest is a valid configuration. First it tries the profiles of
 * the state; if the rules refuse them, it uses the default profiles.
 */
function parseWithoutRefused(given: Draft, options: ParseOptions): ImportResult {
  let { runners, findings } = given;
  let ownProfiles = true;
  for (;;) {
    const byDefault = parseConfig(assembled(given, runners, false), options);
    const added = byDefault.ok
      ? missingProfiles(given.profiles, byDefault.config.cluster.fargateProfiles)
      : undefined;
    const explicit = ownProfiles && added === undefined;
    const input = assembled(given, runners, explicit);
    const parsed = explicit ? parseConfig(input, options) : byDefault;
    if (parsed.ok) {
      const { config, warnings } = parsed;
      const more = explicit ? [] : (added ?? []).map(addedFinding);
      return { ok: true, input, config, warnings, findings: [...findings, ...more] };
    }
    if (byDefault.ok) {
      findings = [...findings, profilesFinding(parsed.problems)];
      ownProfiles = false;
      continue;
    }
    const { problems } = byDefault;
    const refused = runners.filter((_, index) => problemsAt(problems, `runners[${index}]`).length > 0);
    if (refused.length === 0) return { ok: false, problems };
    findings = [...findings, ...refused.map((runner) => runnerFinding(runner, runners, problems))];
    runners = runners.filter((runner) => !refused.includes(runner));
  }
}

function assembled(given: Draft, runners: readonly ImportedRunner[], explicit: boolean): ConfigInput {
  const { state, addons, cluster, ...before } = given.input;
  return {
    ...before,
    cluster: explicit ? { ...cluster, fargateProfiles: given.profiles } : cluster,
    addons,
    runners: runners.length > 0 ? runners.map(({ input }) => input) : undefined,
    state,
  };
}

const addedFinding = (key: string): StateFinding => ({
  address: `module.eks.module.fargate_profile["${key}"]`,
  what: "pods of the configuration need this Fargate profile, and the state does not hold it",
  fix: "the plan adds it",
});

function problemsAt(problems: readonly Problem[], path: string): readonly Problem[] {
  return problems.filter((problem) => problem.path === path || problem.path.startsWith(`${path}.`));
}

const joinMessages = (problems: readonly Problem[]) => problems.map(({ message }) => message).join("; ");

function profilesFinding(problems: readonly Problem[]): StateFinding {
  return {
    address: "module.eks.module.fargate_profile",
    what: `the configuration's rules refuse its Fargate profiles: ${joinMessages(problems)}`,
    fix: "the plan creates the default profiles: review what it removes",
  };
}

function runnerFinding(
  runner: ImportedRunner,
  runners: readonly ImportedRunner[],
  problems: readonly Problem[],
): StateFinding {
  const reasons = joinMessages(problemsAt(problems, `runners[${runners.indexOf(runner)}]`));
  const { address } = runner;
  return {
    address,
    what: `the runner was left out of the configuration: ${reasons}`,
    fix: `the plan would remove it: set it under runners, or keep it outside of glrunner with \`terraform state rm '${address}'\``,
  };
}
