import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { runStack } from "../../src/run/stack-runner";
import { plan, resource } from "../review/plans";
import { planningTerraform } from "../support/planning-terraform";
import { stackIn } from "../support/run-context";

describe("a stack whose plan waits for approval", () => {
  let root: string;
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), "glr-"));
  });
  afterEach(() => {
    rmSync(root, { recursive: true, force: true });
  });

  async function answered(answer: (interrupt: () => void) => boolean) {
    const stack = { name: "vpc", folder: join(root, "vpc") } as const;
    mkdirSync(stack.folder);
    const planned = plan({ resources: [resource("aws_sqs_queue.this", { after: { name: "q" } })] });
    const PATH = planningTerraform(root, planned);
    const interruption = new AbortController();
    const { signal } = interruption;
    const session = stackIn(join(root, "run"), stack, { env: { PATH }, signal });
    const approve = () =>
      Promise.resolve(
        answer(() => {
          interruption.abort();
        }),
      );
    return runStack(session, { destroys: false, approve, unsettled: false });
  }

  it("is not changed if the plan is declined", async () => {
    expect(await answered(() => false)).toMatchObject({
      errors: ["the plan was not approved"],
      code: "not-approved",
    });
  });

  it.each([true, false])(
    "is not changed if the command is interrupted, whatever the answer: %s",
    async (yes) => {
      const outcome = await answered((interrupt) => {
        interrupt();
        return yes;
      });
      expect(outcome).toMatchObject({
        during: "review",
        errors: ["Interrupted by you"],
        fix: "to continue: glrunner resume",
      });
    },
  );
});
