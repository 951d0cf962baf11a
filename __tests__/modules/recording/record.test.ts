import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { modulePins } from "../../../modules/pins";
import { record, recordedInterface, recordedText } from "../../../modules/recording/record";
import { interfaces, moduleNames } from "../../../modules/recorded-interface";
import { folderWith } from "../folder";

const tiny = {
  "variables.tf": 'variable "create" {\n  type    = bool\n  default = true\n}\n',
  "outputs.tf": 'output "queue_arn" {\n  value = 1\n}\n',
};

describe("record", () => {
  it("takes source, version and commit from the pins, the rest from the folder", async () => {
    const { recorded, drift } = await record("eks-karpenter", folderWith(tiny));
    expect(recorded).toEqual({
      ...modulePins["eks-karpenter"],
      variables: { create: { type: "bool", default: true } },
      outputs: ["queue_arn"],
    });
    expect(drift).toContain("removed variable cluster_name");
    expect(drift).toContain("removed output role_arn");
    expect(drift.filter((line) => line.includes(" create:") || line.includes("queue_arn"))).toEqual([]);
  });

  it("reports that the folder is not at the pinned commit", async () => {
    const commit = "1".repeat(40);
    const { drift } = await record("vpc", folderWith({ ...tiny, ".git/HEAD": `${commit}\n` }));
    expect(drift[0]).toBe(`the folder is at commit ${commit}, the pin says ${modulePins.vpc.commit}`);
  });

  it.each(moduleNames)("would write the recorded file of %s unchanged", (name) => {
    const file = join(import.meta.dirname, "../../../modules/interfaces", `${name}.json`);
    const text = recordedText(recordedInterface(modulePins[name], interfaces[name]));
    expect(text).toBe(readFileSync(file, "utf8"));
  });
});
