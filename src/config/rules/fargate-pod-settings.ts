/**
 * Settings of `extraToml` that Fargate does not run. A pod with one stays pending until the poll timeout, so each job of
 * the runner would wait and fail. Source: EKS user guide, fargate.html, considerations; aws/containers-roadmap#1517.
 */
import { isMapping, type Path } from "../paths";
import { problem, type Problem } from "../input/problems";
import { tomlValues } from "../runner-toml/read";

const containers = ["build", "helper", "service", "init_permissions"];

/** Volumes that live on the node, or that need EBS. Ephemeral claims need a CSI driver, which Fargate does not run. */
const volumes = ["host_path", "csi", "ephemeral"];

/** Each setting found, as its path below `[runners.kubernetes]`. */
function settings(section: unknown): readonly string[] {
  const kubernetes = (path: readonly string[]) => tomlValues(section, ["kubernetes", ...path]);
  const contexts = containers.map((name) => `${name}_container_security_context`);
  const added = contexts.map((context) => [context, "capabilities", "add"]);
  return [
    ...volumes
      .filter((kind) => kubernetes(["volumes", kind]).some(isFilled))
      .map((kind) => `volumes.${kind}`),
    ...[...contexts.map((context) => [context, "privileged"]), ["host_network"]]
      .filter((path) => kubernetes(path).includes(true))
      .map((path) => path.join(".")),
    ...[...added, ["cap_add"]]
      .filter((path) => kubernetes(path).some(isFilled))
      .map((path) => path.join(".")),
    ...patchedFields(kubernetes(["pod_spec"])),
  ];
}

const isFilled = (value: unknown) =>
  Array.isArray(value) ? value.length > 0 : isMapping(value) && Object.keys(value).length > 0;

/** Patches are text, in which a field shows only by its name. */
function patchedFields(patches: readonly unknown[]): readonly string[] {
  const text = JSON.stringify(patches);
  return [
    ...(/hostPath/.test(text) ? ["pod_spec: hostPath"] : []),
    ...(/hostNetwork\W+true/.test(text) ? ["pod_spec: hostNetwork"] : []),
    ...(/privileged\W+true/.test(text) ? ["pod_spec: privileged"] : []),
  ];
}

/** @param section the `[[runners]]` table of a runner with compute fargate */
export function fargateSettings(section: unknown, path: Path): readonly Problem[] {
  return settings(section).map((name) =>
    problem({
      code: "fargate-pod-setting",
      path,
      value: name,
      message: `Fargate does not run pods with kubernetes.${name}: each job would wait until its poll timeout`,
      allowed: "this setting with compute spot, spot-first or on-demand",
      fix: "remove it, or use a class of nodes, such as on-demand",
    }),
  );
}
