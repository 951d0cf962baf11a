import { execFileSync } from "node:child_process";
import { gunzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startRegistry, type Registry } from "../../../src/emulator/modules/registry";

describe("the module registry", () => {
  const files = { "main.tf.json": "{}", "modules/inner/long.tf": `# ${"x".repeat(600)}\n` };
  const module = { source: "ns/name/aws", version: "1.2.3", files };
  let registry: Registry;
  beforeAll(async () => {
    registry = await startRegistry([module, { ...module, version: "2.0.0" }]);
  });
  afterAll(() => registry.stop());

  it("lists every version of a module", async () => {
    const response = await fetch(`${registry.url}ns/name/aws/versions`);
    expect(await response.json()).toEqual({
      modules: [{ versions: [{ version: "1.2.3" }, { version: "2.0.0" }] }],
    });
  });

  it("serves an archive that tar unpacks", async () => {
    const download = `${registry.url}ns/name/aws/1.2.3/download`;
    const response = await fetch(download);
    expect(response.status).toBe(204);
    const archive = await fetch(new URL(response.headers.get("X-Terraform-Get") ?? "", download));
    const tar = gunzipSync(Buffer.from(await archive.arrayBuffer()));
    const list = execFileSync("tar", ["-tf", "-"], { input: tar, encoding: "utf8" });
    expect(list.trim().split("\n")).toEqual(Object.keys(files));
    const inner = execFileSync("tar", ["-xOf", "-", "modules/inner/long.tf"], {
      input: tar,
      encoding: "utf8",
    });
    expect(inner).toBe(files["modules/inner/long.tf"]);
  });

  it.each(["ns/name/aws/9.9.9/download", "ns/other/aws/versions"])("answers 404 for %s", async (path) => {
    expect((await fetch(registry.url + path)).status).toBe(404);
    expect(registry.requests.at(-1)).toBe(`/v1/modules/${path}`);
  });
});
