import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { destroyStacks } from "../../src/run/destroy";
import { stackIn } from "../support/run-context";

describe("a destroy whose Terraform cannot begin", () => {
  let root: string;
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), "glr-"));
  });
  afterEach(() => {
    rmSync(root, { recursive: true, force: true });
  });

  it("says what to do about its error, which no resume would mend", async () => {
    const stack = { name: "vpc", folder: join(root, "vpc") } as const;
    mkdirSync(stack.folder);
    const terraform = join(root, "terraform");
    writeFileSync(terraform, "#!/bin/sh\necho 'Error: Backend configuration changed' >&2\nexit 1\n");
    chmodSync(terraform, 0o755);
    const env = { PATH: `${root}:/usr/bin:/bin` };
    const session = stackIn(join(root, "run"), stack, { env });
    const outcome = await destroyStacks(session.run, [session], () => Promise.resolve(true), []);
    expect(outcome).toMatchObject({
      ok: false,
      failure: {
        stack: "vpc",
        fix: "To take the state along: `glrunner state move`. When it was moved away before: use the configuration that names its new place. When it is at this one already: `terraform init -reconfigure` in the stage's folder.",
      },
    });
  });
});
