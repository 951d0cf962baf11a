import { describe, expect, it } from "vitest";
import { interfaces } from "../../../modules/recorded-interface";
import { blueprintsNamespaces } from "../../../src/facts/kubernetes/addon-namespaces";
import { managedAddons } from "../../../src/emulator/modules/kubernetes-addons/managed-addons";
import { releaseTable } from "../../../src/emulator/modules/kubernetes-addons/release-table";
import { blueprintsFiles } from "../../../src/emulator/modules/kubernetes-addons";
import { at } from "../../support/synth";
import { readModule, references } from "./module-file";

const { variables, outputs } = interfaces["kubernetes-addons"];
const module = readModule(blueprintsFiles, "modules/kubernetes-addons");
const rowOf = (addon: string) => releaseTable.find((row) => row.addon === addon);

/** Variables `enable_*` that enable no add-on, with what they change. */
const modifiers = {
  enable_amazon_prometheus: "roles and values of prometheus, which the stand-in does not write",
  enable_ipv6: "a policy of vpc-cni, which the stand-in does not make",
};

describe("the add-ons of the stand-in", () => {
  it("are all that the module can enable", () => {
    const switches = Object.keys(variables).filter((name) => name.startsWith("enable_"));
    expect(switches.length).toBeGreaterThan(70);
    const used = references(module, "var");
    expect(switches.filter((name) => !used.includes(name))).toEqual(Object.keys(modifiers));
  });

  it("use every Helm configuration of the module", () => {
    const settings = Object.keys(variables).filter((name) => name.endsWith("_helm_config"));
    expect(settings.length).toBeGreaterThan(60);
    const used = references(module, "var");
    expect(settings.filter((name) => !used.includes(name))).toEqual([]);
  });

  it("run in the namespaces that the configuration's rules expect", () => {
    const namespaces = blueprintsNamespaces
      .filter(({ addon }) => addon !== "opentelemetry_operator")
      .map(({ addon, namespace, namedAsRelease }) => {
        const row = rowOf(addon);
        expect([addon, row?.addon]).toEqual([addon, addon]);
        expect([addon, row?.namespace]).toEqual([addon, namedAsRelease ? undefined : namespace]);
        return row?.namespace ?? row?.release;
      });
    expect(namespaces).toEqual(
      blueprintsNamespaces
        .filter(({ addon }) => addon !== "opentelemetry_operator")
        .map(({ namespace }) => namespace),
    );
    const operator = managedAddons.find(({ self }) => self?.helm === "opentelemetry_operator");
    expect(operator?.self?.defaults.namespace).toBe("opentelemetry-operator-system");
  });

  it("have the module's call names, so that each output has its value", () => {
    const empty = outputs.filter((name) => module.output[name]?.value === null);
    expect(empty).toEqual([]);
  });

  it("are released with the user's settings merged over their defaults", () => {
    expect(module.module.keda).toMatchObject({
      source: "./addon-with-role",
      count: "${var.enable_keda ? 1 : 0}",
      defaults: {
        name: "keda",
        chart: "keda",
        repository: "https://kedacore.github.io/charts",
        version: "2.8.2",
        namespace: "keda",
      },
      helm_config: "${var.keda_helm_config}",
      irsa_policies: "${var.keda_irsa_policies}",
      service_account: "keda-operator-sa",
    });
    const addon = readModule(blueprintsFiles, "modules/kubernetes-addons/addon");
    expect(addon.locals.helm_config).toBe("${merge(var.defaults, var.helm_config)}");
  });

  it("use the release's name as namespace if the module does", () => {
    const name = '${try(var.traefik_helm_config.name, "traefik")}';
    expect(module.module.traefik).toMatchObject({ defaults: { name, chart: name, namespace: name } });
  });
});

describe("Karpenter", () => {
  const karpenter = readModule(blueprintsFiles, "modules/kubernetes-addons/karpenter");

  it("has the defaults of the pinned module, which the caller can replace", () => {
    expect(karpenter.locals.defaults).toMatchObject({
      name: "karpenter",
      chart: "karpenter",
      repository: "oci://public.ecr.aws/karpenter",
      version: "v0.23.0",
      namespace: "karpenter",
    });
    expect(at(karpenter.locals.defaults, "values", 0)).toContain(
      "interruptionQueueName: ${try(aws_sqs_queue.this[0].name",
    );
    expect(karpenter.locals.helm_config).toBe("${merge(local.defaults, var.helm_config)}");
  });

  it("has a queue named after the cluster, and four rules that send to it", () => {
    expect(karpenter.resource.aws_sqs_queue?.this).toMatchObject({
      name: "karpenter-${var.addon_context.eks_cluster_id}",
      message_retention_seconds: 300,
    });
    const rules = karpenter.locals.event_rules;
    expect(Object.keys(rules ?? {})).toEqual([
      "health_event",
      "spot_interupt",
      "instance_rebalance",
      "instance_state_change",
    ]);
    expect(at(rules, "spot_interupt", "pattern")).toBe(
      '{"source":["aws.ec2"],"detail-type":["EC2 Spot Instance Interruption Warning"]}',
    );
    expect(at(rules, "health_event", "pattern")).toContain('"detail":{"service":["EC2"]}');
  });

  it("reads the cluster only after the data plane is ready", () => {
    expect(module.data.aws_eks_cluster?.eks_cluster).toEqual({
      name: '${time_sleep.dataplane.triggers["eks_cluster_id"]}',
    });
    expect(module.resource.time_sleep?.dataplane).toMatchObject({
      triggers: { data_plane_wait_arn: "${var.data_plane_wait_arn}" },
    });
  });
});
