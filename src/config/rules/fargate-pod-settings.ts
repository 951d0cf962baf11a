/**
 * Settings that Fargate does not support, in `extraToml` or below `job`. A pod with one stays pending until the poll timeout, so
 * each job of the runner would wait and fail.
 * Source: EKS user guide, fargate.html, considerations (no privileged containers, HostPort, HostNetwork, GPUs, EBS volumes);
 * aws/containers-roadmap#1517; read 2026-11-30.
 */
import { isMapping, type Path } from "../paths";
import type { Finding } from "../input/problems";
import { tomlValues } from "../runner-toml/read";
import type { Findings } from "./rule";

const containers = ["build", "helper", "service", "init_permissions"];

/** Volumes that live on the node, or that need EBS. Ephemeral claims need a CSI driver, which Fargate does not run. */
const volumes = ["host_path", "csi", "ephemeral"];

/** A setting of a runner that Fargate does not support. */
interface UnsupportedSetting {
  /** Path below `[runners.kubernetes]`. */
  readonly key: readonly string[];
  /** Field of the pod, if the setting is a patch of the pod. */
  readonly field?: string;
}

function unsupportedSettings(section: unknown): readonly UnsupportedSetting[] {
  const kubernetes = (key: readonly string[]) => tomlValues(section, ["kubernetes", ...key]);
  const contexts = containers.map((name) => `${name}_container_security_context`);
  const filled = [
    ...volumes.map((kind) => ["volumes", kind]),
    ["cap_add"],
    ...contexts.map((context) => [context, "capabilities", "add"]),
  ];
  const on = [["host_network"], ...contexts.map((context) => [context, "privileged"])];
  return [
    ...filled.filter((key) => kubernetes(key).some(isFilled)).map((key) => ({ key })),
    ...on.filter((key) => kubernetes(key).includes(true)).map((key) => ({ key })),
    ...unsupportedFields(kubernetes(["pod_spec"])).map((field) => ({ key: ["pod_spec"], field })),
  ];
}

const isFilled = (value: unknown) =>
  Array.isArray(value) ? value.length > 0 : isMapping(value) && Object.keys(value).length > 0;

/** Patches are text, so a field is recognized by its name. */
const fieldPatterns: readonly (readonly [field: string, form: RegExp])[] = [
  ["hostPath", /hostPath/],
  ["hostNetwork", /hostNetwork\W+true/],
  ["hostPort", /hostPort\W+\d/],
  ["privileged", /privileged\W+true/],
  ["capabilities.add", /capabilities\W+(\w+\W+)?add\W/],
  ["a claim by volumeClaimTemplate", /volumeClaimTemplate/],
  ["a GPU", /(nvidia|amd)\.com\/gpu/],
];

/**
 * Fields of a pod that Fargate does not support.
 * @param parts text or plain data of the pod
 */
export function unsupportedFields(parts: readonly unknown[]): readonly string[] {
  // JSON writes the line breaks of a patch as two characters.
  const text = JSON.stringify(parts).replaceAll("\\n", " ");
  return fieldPatterns.filter(([, form]) => form.test(text)).map(([field]) => field);
}

/** The path in the configuration of a key of the `[[runners]]` table. */
export type PathOf = (key: readonly string[]) => Path;

/** @param section the `[[runners]]` table of a runner with compute fargate */
export function fargateSettings(section: unknown, pathOf: PathOf): Findings {
  const claims = tomlValues(section, ["kubernetes", "volumes", "pvc"]).filter(isFilled);
  return [
    unsupportedSettings(section).map(({ key, field }) => {
      const name = `${key.join(".")}${field === undefined ? "" : `: ${field}`}`;
      return {
        code: "fargate-pod-setting",
        path: pathOf(["kubernetes", ...key]),
        value: name,
        message: `Fargate does not run pods with kubernetes.${name}: each job would wait until its poll timeout`,
        allowed: "this setting with compute spot, spot-first or on-demand",
        fix: "remove it, or use a class of nodes, such as on-demand",
      };
    }),
    claims.map((value) => claimWarning(pathOf(["kubernetes", "volumes", "pvc"]), value)),
  ];
}

/** The configuration does not say which volume a claim is bound to. */
function claimWarning(path: Path, claims: unknown): Finding {
  const names = (Array.isArray(claims) ? claims : []).flatMap((claim: unknown) =>
    isMapping(claim) && typeof claim.name === "string" ? [claim.name] : [],
  );
  return {
    code: "fargate-claim",
    path,
    value: names.join(", "),
    message:
      "Fargate mounts only volumes of Amazon EFS: with a claim for an EBS volume each job would wait until its poll timeout",
    allowed: "claims that are bound to a volume of Amazon EFS; any claim with a class of nodes",
    fix: "check the claim with `kubectl get pv`, or use a class of nodes, such as on-demand",
  };
}
