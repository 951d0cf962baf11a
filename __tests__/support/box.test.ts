import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { platform } from "../../src/emulator/providers/aws-mirror";
import { packedMirror } from "./box";

it("links the archive of a mirror whose provider is already packed", async () => {
  const folder = mkdtempSync(join(tmpdir(), "glr-"));
  try {
    const archive = `registry.terraform.io/hashicorp/aws/terraform-provider-aws_5.100.0_${platform}.zip`;
    const packed = join(folder, "box");
    for (const path of [join(folder, "mirror/registry.terraform.io/hashicorp/aws"), packed])
      mkdirSync(path, { recursive: true });
    writeFileSync(join(folder, "mirror", archive), "packed");
    expect(await packedMirror(join(folder, "mirror"), packed)).toBe(packed);
    expect(readFileSync(join(packed, archive), "utf8")).toBe("packed");
  } finally {
    rmSync(folder, { recursive: true });
  }
});
