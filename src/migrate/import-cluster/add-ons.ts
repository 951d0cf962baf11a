/** What the Blueprints add-ons module installed, Karpenter first, and the published manifests of its nodes. */
import * as z from "zod";
import { versionSets } from "../../../modules/pins";
import type { ConfigInput } from "../../config";
import { addonsSchema } from "../../config/schema/addons";
import { blueprintsSchema } from "../../config/schema/blueprints";
import { retentionDays } from "../../config/schema/cluster";
import { exampleDeployment, nodeTemplate, provisioner } from "../../config/resolve/published-manifests";
import type { ParseResult, StateFinding } from "./parse-result";
import { select, type StateObject } from "./objects";

type AddOns = NonNullable<ConfigInput["addons"]>;

const addonsModule = "module.eks_blueprints_kubernetes_addons";
const anAddon = /^module\.eks_blueprints_kubernetes_addons\.module\.(?<addon>\w+)/;

interface ClusterContext {
  readonly cluster: string;
  readonly zones: readonly string[];
}

/** Without what is as by default. */
export function readAddOns(objects: readonly StateObject[], question: ClusterContext): ParseResult<AddOns> {
  const names = new Set(objects.flatMap(({ module }) => anAddon.exec(module)?.groups?.addon ?? []));
  const enabled = names.has("karpenter");
  const others = [...names].filter((name) => name !== "karpenter").map(switchOf);
  const known = others.flatMap(({ input }) => (input === undefined ? [] : [[input, true] as const]));
  return {
    value: {
      ...(!enabled && { karpenter: { enabled } }),
      ...readLogging(objects),
      ...(known.length > 0 && { blueprints: Object.fromEntries(known) }),
    },
    findings: [
      ...others.map(({ address, input }) => addonFinding(address, input)),
      ...(enabled ? [...charts(objects), ...manifests(objects, question)] : []),
    ],
  };
}

/** The published root has none. */
function readLogging(objects: readonly StateObject[]): Pick<AddOns, "logging"> {
  const group = { module: "", type: "aws_cloudwatch_log_group", name: "fargate_logs" };
  const [found] = select(objects, group, z.object({ retention_in_days: retentionDays }));
  if (found === undefined) return {};
  const { retention_in_days: kept } = found.read;
  const byDefault = addonsSchema.parse(undefined).logging.retentionDays;
  return { logging: { enabled: true, ...(kept !== byDefault && { retentionDays: kept }) } };
}

/** Named otherwise than its switch. Source: the pinned module's main.tf; 2026-11. */
const switches: ReadonlyMap<string, string> = new Map([
  ["aws_for_fluent_bit", "enable_aws_for_fluentbit"],
  ["csi_secrets_store_provider_aws", "enable_secrets_store_csi_driver_provider_aws"],
]);

function switchOf(addon: string) {
  const names = [`enable_${addon}`, `enable_amazon_eks_${addon}`, switches.get(addon) ?? ""];
  const input = names.find((name) => Object.hasOwn(inputs, name));
  return { address: `${addonsModule}.module.${addon}`, input };
}

const { shape: inputs } = blueprintsSchema.unwrap();

function addonFinding(address: string, input: string | undefined): StateFinding {
  return input === undefined
    ? {
        address,
        what: "which input of the add-ons module switches this on is not known",
        fix: "write it under addons.blueprints, else the plan removes the add-on",
      }
    : {
        address,
        what: `addons.blueprints.${input} is on; settings that were given to the add-on cannot be read back`,
        fix: "where the plan changes it, write its helm_config under addons.blueprints",
      };
}

const releaseSchema = z.object({ version: z.string(), chart: z.string() });

function charts(objects: readonly StateObject[]): readonly StateFinding[] {
  const { karpenter } = versionSets.tutorial;
  const releases = select(
    objects,
    { module: /\.module\.karpenter\[0\]/, type: "helm_release" },
    releaseSchema,
  );
  return releases
    .filter(({ read }) => read.version !== karpenter)
    .map(({ address, read }) => ({
      address,
      what: `its chart is ${read.version}; version set tutorial has ${karpenter}, the pinned module's own`,
      fix: `the plan installs ${karpenter}`,
    }));
}

function manifests(objects: readonly StateObject[], { cluster, zones }: ClusterContext): StateFinding[] {
  const profile = select(
    objects,
    { module: "module.karpenter", type: "aws_iam_instance_profile" },
    z.object({ name: z.string() }),
  )[0]?.read.name;
  const published: Readonly<Record<string, string>> = {
    karpenter_provisioner: provisioner(JSON.stringify(zones)),
    karpenter_node_template: nodeTemplate(cluster, profile ?? ""),
    karpenter_example_deployment: exampleDeployment,
  };
  const schema = z.object({ yaml_body: z.string() });
  return Object.entries(published).flatMap(([name, text]) => {
    const [found] = select(objects, { module: "", type: "kubectl_manifest", name }, schema);
    if (found?.read.yaml_body === text) return [];
    return [
      {
        address: `kubectl_manifest.${name}`,
        what: found === undefined ? "it is not in the state" : "it is not the published one, to the letter",
        fix:
          found === undefined
            ? "the plan adds it"
            : "the plan puts the published one in its place; what nodes there may be is set by version set current, under addons.karpenter.nodePools",
      },
    ];
  });
}
