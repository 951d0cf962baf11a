import { once } from "node:events";
import { afterEach, describe, expect, it, vi } from "vitest";
import { callAws, awsContext } from "../../../src/clients/aws/aws-client";

const access = { region: "us-west-2", credentials: { accessKeyId: "AKIA", secretAccessKey: "secret" } };

describe("questions to AWS", () => {
  afterEach(() => {
    vi.restoreAllMocks();
  });

  it("all hear the one interruption, and are not taken for a leak of listeners, however many are open", async () => {
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

  it("report a page of a proxy as that, and not as the error of the parser that met it", async () => {
    const answer = await callAws(awsContext(access), "sts:GetCallerIdentity", () => {
      JSON.parse("<html>Log in</html>");
      return Promise.resolve();
    });
    expect(answer).toMatchObject({ ok: false, failure: { trouble: "network", code: "foreign-answer" } });
    expect(JSON.stringify(answer)).not.toContain("Unexpected token");
  });
});
