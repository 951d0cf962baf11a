/**
 * Derives from a Terraform state of the tutorial's cluster the configuration whose plan changes nothing. It reports the
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
import { readRunners, type FoundRunner } from "./runners";
import { readTags } from "./tags";

export type { StateFinding } from "./parse-result";
export { objectsIn } from "./objects";
export { extraResources } from "./extra-resources";

interface ImportOptions {
  /** Folder of the state file, as the configuration is to name it. */
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
  /** A cluster of which no configuration can be written. */
  | { readonly ok: false; readonly problems: readonly Problem[] }
  /** Not the state of such a cluster. */
  | { readonly ok: false; readonly problems?: undefined; readonly message: string };

const vpcSchema = z.object({ cidr_block: z.string(), tags, tags_all: tags });
type Vpc = ReadObject<z.output<typeof vpcSchema>>;

export function configurationFromState(state: StateDocument, options: ImportOptions): ImportResult {
  const objects = objectsIn(state);
  if (objects.some(({ address }) => address === "terraform_data.region"))
    return refused("is of version set current, which the tutorial's reader does not know");
  const cluster = controlPlane(objects);
  if (cluster === undefined) return refused("holds no EKS cluster at module.eks.aws_eks_cluster.this[0]");
  const [vpc] = select(objects, { module: "module.vpc", type: "aws_vpc" }, vpcSchema);
  if (vpc === undefined) return refused("holds no VPC at module.vpc.aws_vpc.this[0]");
  return parseWithoutRefused(draft(state, objects, cluster, vpc, options), options.parse);
}

const refused = (message: string): ImportResult => ({ ok: false, message });

interface Draft {
  /** Without runners. */
  readonly input: ConfigInput;
  readonly runners: readonly FoundRunner[];
  readonly profiles: NonNullable<NonNullable<ConfigInput["cluster"]>["fargateProfiles"]>;
  readonly findings: readonly StateFinding[];
}

function draft(
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
  const control = {
    ...settings.value,
    ...(Object.keys(access.value).length > 0 && { access: access.value }),
  };
  return {
    input: {
      ...{ name, region },
      ...(Object.keys(added.value).length > 0 && { tags: added.value }),
      layout: "single",
      versions: {
        set: "tutorial",
        ...(version !== versionSets.tutorial.kubernetes && { kubernetes: version }),
        ...(chart !== undefined && { runnerChart: chart }),
      },
      ...(Object.keys(iam.value).length > 0 && { iam: iam.value }),
      network: network.value.network,
      ...(Object.keys(control).length > 0 && { cluster: control }),
      ...(Object.keys(addons.value).length > 0 && { addons: addons.value }),
      state: { backend: "local", directory },
    },
    runners,
    profiles: readProfiles(objects),
    findings: [network, added, settings, access, iam, addons, { findings }].flatMap((read) => read.findings),
  };
}

/** The second part of its ARN that varies. */
function regionOf({ read: { arn } }: ControlPlane): string {
  return arn.split(":")[3] ?? "";
}

function tagged({ address, read }: Vpc | ControlPlane, own: Readonly<Record<string, string>>) {
  return { address, tags: read.tags, all: read.tags_all, own };
}

/** Drops and reports each part that the rules refuse, until the rest is a valid configuration. */
function parseWithoutRefused(given: Draft, options: ParseOptions): ImportResult {
  let { runners, findings } = given;
  let own = true;
  for (;;) {
    const byDefault = parseConfig(assembled(given, runners, false), options);
    const added = byDefault.ok
      ? missingProfiles(given.profiles, byDefault.config.cluster.fargateProfiles)
      : undefined;
    const explicit = own && added === undefined;
    const input = assembled(given, runners, explicit);
    const parsed = explicit ? parseConfig(input, options) : byDefault;
    if (parsed.ok) {
      const { config, warnings } = parsed;
      const more = explicit ? [] : (added ?? []).map(addedFinding);
      return { ok: true, input, config, warnings, findings: [...findings, ...more] };
    }
    if (byDefault.ok) {
      findings = [...findings, profilesFinding(parsed.problems)];
      own = false;
      continue;
    }
    const { problems } = byDefault;
    const left = runners.filter((_, index) => problemsAt(problems, `runners[${index}]`).length > 0);
    if (left.length === 0) return { ok: false, problems };
    findings = [...findings, ...left.map((each) => runnerFinding(each, runners, problems))];
    runners = runners.filter((each) => !left.includes(each));
  }
}

function assembled(given: Draft, runners: readonly FoundRunner[], explicit: boolean): ConfigInput {
  const { state, addons, cluster, ...before } = given.input;
  const control = { ...cluster, ...(explicit && { fargateProfiles: given.profiles }) };
  return {
    ...before,
    ...(Object.keys(control).length > 0 && { cluster: control }),
    ...(addons !== undefined && { addons }),
    ...(runners.length > 0 && { runners: runners.map(({ input }) => input) }),
    state,
  };
}

const addedFinding = (key: string): StateFinding => ({
  address: `module.eks.module.fargate_profile["${key}"]`,
  what: "pods of the configuration need this Fargate profile, and the state does not hold it",
  fix: "the plan adds it",
});

function problemsAt(problems: readonly Problem[], path: string): readonly Problem[] {
  return problems.filter((each) => each.path === path || each.path.startsWith(`${path}.`));
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
  runner: FoundRunner,
  runners: readonly FoundRunner[],
  problems: readonly Problem[],
): StateFinding {
  const reasons = joinMessages(problemsAt(problems, `runners[${runners.indexOf(runner)}]`));
  const { address } = runner;
  return {
    address,
    what: `the runner was left out of the configuration: ${reasons}`,
    fix: `the plan would remove it: write it under runners, or \`terraform state rm '${address}'\``,
  };
}
