import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import * as z from "zod";
import { exitCodes } from "../../../src/cli";
import { runCli } from "../../support/run-cli";
import { usePrintingPrograms } from "../../support/printing-programs";

const resultSchema = z.object({
  findings: z.array(z.object({ id: z.string(), level: z.string(), what: z.string() })),
});

usePrintingPrograms();

describe("glrunner check", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "glr-"));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  /** No program is found: these tests do not depend on the machine. */
  async function check(env: NodeJS.ProcessEnv = {}) {
    const path = join(folder, "glrunner.yaml");
    const cluster = { endpoint: { allowedCidrs: ["0.0.0.0/0"] } };
    writeFileSync(path, JSON.stringify({ name: "ci", region: "us-west-2", cluster }));
    const { code, out, err } = await runCli(
      ["check", "--offline", "--json", "--on", "2030-01-01", "-c", path],
      { env: { HOME: folder, PATH: folder, TMPDIR: folder, ...env } },
    );
    const { findings } = resultSchema.parse(JSON.parse(out));
    const byId = new Map(findings.map(({ id, ...rest }) => [id, rest]));
    return { code, err, finding: (id: string) => byId.get(id) };
  }

  it("reports each warning of the configuration as one finding", async () => {
    const { code, err, finding } = await check();
    expect(finding("configuration.endpoint-open")).toMatchObject({ level: "warning" });
    expect(err).toBe("");
    expect(code).toBe(exitCodes.failed);
  });

  it("measures the disks of the folders that a run writes to", async () => {
    const disk = async (env: NodeJS.ProcessEnv) =>
      (await check(env)).finding("machine.disk.providers-downloads-modules-state")?.what;
    const usual = await disk({ CDKTF_OUTDIR: join(folder, "out") });
    expect(usual).toContain(join(folder, ".cache/glrunner/providers"));
    expect(usual).toContain(join(folder, "out"));
    expect(await disk({ TF_PLUGIN_CACHE_DIR: join(folder, "own") })).toContain(join(folder, "own"));
    writeFileSync(join(folder, ".terraformrc"), "");
    expect(await disk({})).not.toContain(".cache/glrunner");
  });

  it("reports an unread state where Terraform is missing", async () => {
    expect((await check()).finding("state.readable")).toMatchObject({ level: "unknown" });
  });

  it("does not take a journal for proof of a deployed cluster", async () => {
    mkdirSync(join(folder, "tfstate/ci/ci.run"), { recursive: true });
    // For a deployed cluster it would be a warning.
    expect((await check()).finding("calendar.kubernetes")).toMatchObject({ level: "error" });
  });
});
