import { once } from "node:events";
import { afterEach, describe, expect, it, vi } from "vitest";
import { callAws, awsContext } from "../../../src/clients/aws/aws-client";

const access = { region: "us-west-2", credentials: { accessKeyId: "AKIA", secretAccessKey: "secret" } };

describe("callAws", () => {
  afterEach(() => {
    vi.restoreAllMocks();
  });

  it("interrupts all open calls at once, without Node's warning about many listeners", async () => {
    const warned = vi.spyOn(process, "emitWarning").mockImplementation(() => undefined);
    const interruption = new AbortController();
    const question = awsContext(access, interruption.signal);
    // As the clients of AWS do it.
    const call = async ({
      abortSignal = new AbortController().signal,
    }: {
      readonly abortSignal?: AbortSignal;
    }) => {
      await once(abortSignal, "abort");
      throw new Error("Request aborted");
    };
    const open = Array.from({ length: 30 }, () => callAws(question, "ec2:DescribeVpcs", call));
    interruption.abort();
    const answers = await Promise.all(open);
    expect(answers.filter((answer) => !answer.ok && answer.failure.trouble === "interrupted")).toHaveLength(
      30,
    );
    expect(warned).not.toHaveBeenCalled();
  });

  it("reports a proxy's HTML page as such, not as a parser error", async () => {
    const answer = await callAws(awsContext(access), "sts:GetCallerIdentity", () => {
      JSON.parse("<html>Log in</html>");
      return Promise.resolve();
    });
    expect(answer).toMatchObject({ ok: false, failure: { trouble: "network", code: "foreign-answer" } });
    expect(JSON.stringify(answer)).not.toContain("Unexpected token");
  });
});
