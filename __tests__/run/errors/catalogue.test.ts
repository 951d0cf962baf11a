import { describe, expect, it } from "vitest";
import * as z from "zod";
import { catalogue } from "../../../src/run/errors/catalogue";
import { decide, explain, matching } from "../../../src/run/errors/match";
import { tutorialFaults } from "../../lifecycle/tutorial-faults";
import { awsCases } from "./aws-cases";
import { clusterCases } from "./cluster-cases";
import { networkCases } from "./network-cases";
import { otherWordings } from "./other-wordings";
import { terraformCases } from "./terraform-cases";

const cases = [...awsCases, ...clusterCases, ...networkCases, ...terraformCases];
const commands = ["init", "plan", "apply", "destroy"] as const;

describe("the error catalogue", () => {
  it("has a case for each entry, and each id once", () => {
    const ids = catalogue.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(cases.map(({ id }) => id).sort()).toEqual([...ids].sort());
  });

  it.each(cases)("knows $id", ({ id, stack, during, real }) => {
    expect(explain(real, stack, during)?.id).toBe(id);
  });

  it.each(cases)("does not match a similar error as $id", ({ id, stack, during, nearMiss }) => {
    expect(nearMiss.is).not.toBe(id);
    expect(explain(nearMiss.text, stack, nearMiss.during ?? during)?.id).toBe(nearMiss.is);
  });

  it.each(otherWordings)("knows another wording of $id: $text", ({ id, stack, during, text }) => {
    expect(explain(text, stack, during)?.id).toBe(id);
  });

  it.each(catalogue)("knows its own example of $id", ({ id, stages, during = commands, example }) => {
    const stack = stages === "all" ? "vpc" : stages[0];
    if (stack === undefined) throw new Error(`${id} names no stage`);
    for (const command of during) expect(explain(example, stack, command)?.id).toBe(id);
  });

  it.each(catalogue)("has a cause, a fix and a link for $id", ({ id, cause, fix, link, action, example }) => {
    expect(id).toMatch(/^[a-z]+(-[a-z]+)*$/);
    expect(example).toMatch(/^Error: /);
    for (const sentence of [cause, fix]) expect(sentence).toMatch(/^[A-Z`].*[.\]`]$/s);
    expect(z.url({ protocol: /^https$/ }).safeParse(link).success).toBe(true);
    const bounds = action.kind === "retry" ? action.attempts * action.waitSeconds : 0;
    // Longer than any of these takes, and shorter than a session of CloudShell lets itself be idle.
    expect(bounds).toBeLessThanOrEqual(600);
  });

  it("has one action for each error", () => {
    const texts = [
      ...cases.flatMap(({ real, stack, during }) => [{ text: real, stack, during }]),
      ...catalogue.flatMap(({ example, stages, during = commands }) =>
        (stages === "all" ? (["vpc", "addons"] as const) : stages).flatMap((stack) =>
          during.map((command) => ({ text: example, stack, during: command })),
        ),
      ),
    ];
    const divided = texts.filter(({ text, stack, during }) => {
      const kinds = matching(text, stack, during).map(({ action }) => action.kind);
      return new Set(kinds).size !== 1;
    });
    expect(texts.length).toBeGreaterThan(catalogue.length);
    expect(divided).toEqual([]);
  });
});

describe("the tutorial's faults", () => {
  const expected: Readonly<Record<string, string>> = {
    "aws-auth does not exist yet": "retry",
    "cluster unreachable before anything was installed": "wait-for-credentials",
    "cluster unreachable while a release was installed": "wait-for-credentials",
    "no credentials": "wait-for-credentials",
    "a permission is missing": "stop",
    "a Fargate profile is still being created": "retry",
    "credentials expire before the add-ons": "wait-for-credentials",
    "the chart registry refuses": "retry",
  };
  const failing = tutorialFaults.flatMap(({ id, stage, plainRun }) =>
    plainRun.outcome === "fails" ? [{ id, stage, text: printed(plainRun.text) }] : [],
  );

  it("are the recorded ones", () => {
    expect(failing.map(({ id }) => id)).toEqual(Object.keys(expected));
  });

  it.each(failing)("$id: has an entry", ({ id, stage, text }) => {
    const during = id === "the chart registry refuses" ? "plan" : "apply";
    const decision = decide([text], stage, during);
    expect(decision.errors.map(({ entry }) => entry?.action.kind)).toEqual([expected[id]]);
    expect(decision.kind).toBe(expected[id]);
  });
});

/** The list of faults holds what is searched for; Terraform prints more around it. */
function printed(part: string): string {
  const whole = [
    'Kubernetes cluster unreachable: Get "https://127.0.0.1/version": getting credentials: exec: executable aws failed with exit code 255',
    "could not download chart: failed to authorize: failed to fetch oauth token: unexpected status: 403 Forbidden",
    "operation error EKS: CreateFargateProfile, https response error StatusCode: 409, RequestID: a, ResourceInUseException: Cannot create Fargate Profile kube-system because cluster glrunner currently has Fargate profile other in status CREATING",
  ];
  return whole.find((text) => text.includes(part)) ?? part;
}
