/** Reads the add-ons of the Blueprints module, and compares Karpenter's manifests with the published ones. */
import * as z from "zod";
import { versionSets } from "../../../modules/pins";
import type { ConfigInput } from "../../config";
import { addonsSchema } from "../../config/schema/addons";
import { blueprintsSchema } from "../../config/schema/blueprints";
import { retentionDays } from "../../config/schema/cluster";
import { exampleDeployment, nodeTemplate, provisioner } from "../../config/resolve/published-manifests";
import type { ParseResult, StateFinding } from "./parse-result";
import { select, type StateObject } from "./objects";
import { unlessDefault } from "./values";

type AddOns = NonNullable<ConfigInput["addons"]>;

const addonsModule = "module.eks_blueprints_kubernetes_addons";
const anAddon = /^module\.eks_blueprints_kubernetes_addons\.module\.(?<addon>\w+)/;

interface ClusterContext {
  readonly cluster: string;
  readonly zones: readonly string[];
}

/** Returns only settings that differ from their defaults. */
export function readAddOns(objects: readonly StateObject[], cluster: ClusterContext): ParseResult<AddOns> {
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
      ...(enabled ? [...charts(objects), ...manifests(objects, cluster)] : []),
    ],
  };
}

/** Logging of Fargate pods, which the published root does not have. */
function readLogging(objects: readonly StateObject[]): Pick<AddOns, "logging"> {
  const group = { module: "", type: "aws_cloudwatch_log_group", name: "fargate_logs" };
  const [logGroup] = select(objects, group, z.object({ retention_in_days: retentionDays }));
  if (logGroup === undefined) return {};
  const byDefault = addonsSchema.parse(undefined).logging.retentionDays;
  return {
    logging: { enabled: true, retentionDays: unlessDefault(logGroup.read.retention_in_days, byDefault) },
  };
}

/** Inputs whose name differs from the add-on's module. Source: the pinned module's main.tf; 2026-11. */
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
        what: "glrunner does not know the input that enables this add-on",
        fix: "set the input under addons.blueprints; otherwise the plan removes the add-on",
      }
    : {
        address,
        what: `addons.blueprints.${input} is on; a state does not contain the settings of the add-on`,
        fix: "if the plan changes the add-on, set its helm_config under addons.blueprints",
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
      what: `its chart is ${read.version}; version set tutorial has ${karpenter}, from the pinned module`,
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
    const [manifest] = select(objects, { module: "", type: "kubectl_manifest", name }, schema);
    if (manifest?.read.yaml_body === text) return [];
    return [
      {
        address: `kubectl_manifest.${name}`,
        what: manifest === undefined ? "it is not in the state" : "it differs from the published manifest",
        fix:
          manifest === undefined
            ? "the plan adds it"
            : "the plan restores the published manifest; to choose nodes, use version set current with addons.karpenter.nodePools",
      },
    ];
  });
}
