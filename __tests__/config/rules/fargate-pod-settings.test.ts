import { describe, expect, it } from "vitest";
import { parseConfig } from "../../../src/config";
import { parseOptions } from "../arbitraries";

const table = (text: string) => `[[runners]]\n${text}\n`;

function found(compute: string, extraToml: string): readonly unknown[] {
  const runners = [
    { name: "a", token: "env:TF_VAR_a", compute, extraToml },
    { name: "b", token: "env:TF_VAR_b", compute: "on-demand" },
  ];
  const parsed = parseConfig({ name: "f", region: "eu-west-1", runners }, parseOptions);
  return parsed.ok ? [] : parsed.problems.map(({ code, value }) => `${code} ${String(value)}`);
}

const settings = [
  ["volumes.host_path", `[[runners.kubernetes.volumes.host_path]]\nname = "d"\nmount_path = "/d"`],
  [
    "volumes.csi",
    `[[runners.kubernetes.volumes.csi]]\nname = "d"\nmount_path = "/d"\ndriver = "ebs.csi.aws.com"`,
  ],
  [
    "build_container_security_context.privileged",
    "[runners.kubernetes.build_container_security_context]\nprivileged = true",
  ],
  [
    "service_container_security_context.privileged",
    "[runners.kubernetes.service_container_security_context]\nprivileged = true",
  ],
  [
    "helper_container_security_context.capabilities.add",
    `[runners.kubernetes.helper_container_security_context.capabilities]\nadd = ["SYS_ADMIN"]`,
  ],
  ["cap_add", `[runners.kubernetes]\ncap_add = ["SYS_ADMIN"]`],
  ["host_network", "[runners.kubernetes]\nhost_network = true"],
  [
    "pod_spec: hostNetwork",
    `[[runners.kubernetes.pod_spec]]\nname = "n"\npatch = "hostNetwork: true"\npatch_type = "merge"`,
  ],
  ...(
    [
      ["hostPort", "ports: [{ hostPort: 80 }]"],
      ["a GPU", "resources: { limits: { nvidia.com/gpu: 1 } }"],
      ["capabilities.add", "capabilities:\\n  add: [NET_ADMIN]"],
      ["a claim by volumeClaimTemplate", "ephemeral: { volumeClaimTemplate: {} }"],
    ] as const
  ).map(
    ([field, patch]) =>
      [`pod_spec: ${field}`, `[[runners.kubernetes.pod_spec]]\npatch = "${patch}"`] as const,
  ),
] as const;

describe("a setting that Fargate does not support", () => {
  it.each(settings)("is refused on Fargate: %s", (name, toml) => {
    expect(found("fargate", table(toml))).toEqual([`fargate-pod-setting ${name}`]);
  });

  it.each(settings)("is accepted on nodes: %s", (_, toml) => {
    expect(found("on-demand", table(toml))).toEqual([]);
  });

  it("is not found in supported settings", () => {
    const toml = `[[runners.kubernetes.volumes.empty_dir]]\nname = "d"\nmount_path = "/d"\n[runners.kubernetes.build_container_security_context]\nprivileged = false\nrun_as_user = 1000`;
    expect(found("fargate", table(toml))).toEqual([]);
  });
});
