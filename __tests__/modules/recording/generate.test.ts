import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { describe, expect, it } from "vitest";
import { generatedFiles } from "../../../modules/recording/generate";
import { eksKarpenterOutputs } from "../../../modules/generated/eks-karpenter-outputs";
import { eksOutputs } from "../../../modules/generated/eks-outputs";
import { kubernetesAddonsOutputs } from "../../../modules/generated/kubernetes-addons-outputs";
import { vpcOutputs } from "../../../modules/generated/vpc-outputs";
import { interfaces, moduleNames } from "../../../modules/recorded-interface";

describe("generated types", () => {
  it.each(moduleNames)("of %s match the recorded interface", async (name) => {
    for (const { path, text } of await generatedFiles(name)) {
      expect(readFileSync(path, "utf8"), `${basename(path)}: run tsx modules/generate.ts`).toBe(text);
    }
  });

  it("exist for no other module", async () => {
    const files = (await Promise.all(moduleNames.map((name) => generatedFiles(name)))).flat();
    const present = readdirSync(join(import.meta.dirname, "../../../modules/generated"));
    expect(present.sort()).toEqual(files.map(({ path }) => basename(path)).sort());
  });

  it("mark required variables, defaults and sensitive variables", async () => {
    const recorded = {
      source: "somewhere/else",
      commit: "0",
      variables: {
        needed: { type: "string", required: true },
        pattern: { type: "string", default: "**/x" },
        secret: { type: "map(bool)", default: null, sensitive: true },
      },
      outputs: ["b", "a"],
    };
    const [variables, outputs] = await generatedFiles("vpc", recorded);
    expect(variables?.text.split("\n").slice(1)).toEqual([
      'import type { IResolvable } from "cdktf";',
      "",
      "export interface VpcVariables {",
      "  readonly needed: string;",
      '  /** @default "**\\/x" */',
      "  readonly pattern?: string;",
      "  /** Sensitive. @default null */",
      "  readonly secret?: Readonly<Record<string, boolean | IResolvable>>;",
      "}",
      "",
    ]);
    expect(outputs?.text).toContain('export const vpcOutputs = ["b", "a"] as const;');
  });

  it("name every recorded output", () => {
    expect(vpcOutputs).toEqual(interfaces.vpc.outputs);
    expect(eksOutputs).toEqual(interfaces.eks.outputs);
    expect(eksKarpenterOutputs).toEqual(interfaces["eks-karpenter"].outputs);
    expect(kubernetesAddonsOutputs).toEqual(interfaces["kubernetes-addons"].outputs);
  });
});
