import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { runStack } from "../../src/run/stack-run";
import { plan, resource } from "../review/plans";
import { contextIn } from "../support/run-context";

describe("a stack whose plan is asked about", () => {
  let root: string;
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), "glr-"));
  });
  afterEach(() => {
    rmSync(root, { recursive: true, force: true });
  });

  /** A Terraform that plans a queue, and cannot apply it. */
  function terraform() {
    const planned = plan({ resources: [resource("aws_sqs_queue.this", { after: { name: "q" } })] });
    writeFileSync(join(root, "plan.json"), JSON.stringify(planned));
    const answers = [
      "init) ;;",
      'plan) for each; do case "$each" in -out=*) : > "${each#-out=}" ;; esac; done; exit 2 ;;',
      `show) cat ${root}/plan.json ;;`,
      "state) ;;",
      "*) exit 1 ;;",
    ];
    writeFileSync(join(root, "terraform"), `#!/bin/sh\ncase "$1" in\n${answers.join("\n")}\nesac\n`);
    chmodSync(join(root, "terraform"), 0o755);
    return { PATH: `${root}:/usr/bin:/bin` };
  }

  async function answered(answer: (interrupt: () => void) => boolean) {
    const stack = { name: "vpc", folder: join(root, "vpc") } as const;
    mkdirSync(stack.folder);
    const interruption = new AbortController();
    const { signal } = interruption;
    const context = contextIn(join(root, "run"), { stacks: [stack], env: terraform(), signal });
    const approve = () =>
      Promise.resolve(
        answer(() => {
          interruption.abort();
        }),
      );
    return runStack(context, stack, { destroys: false, approve, unsettled: false });
  }

  it("is not touched when the answer is no", async () => {
    expect(await answered(() => false)).toMatchObject({
      errors: ["the plan was not approved"],
      fix: "nothing of this stage was changed; run the command again when it is to be",
    });
  });

  it.each([true, false])(
    "nor when the command is told to end there, whatever was answered: %s",
    async (yes) => {
      const outcome = await answered((interrupt) => {
        interrupt();
        return yes;
      });
      expect(outcome).toMatchObject({
        during: "review",
        errors: ["interrupted"],
        fix: "nothing of this stage was changed; glrunner resume goes on",
      });
    },
  );
});
