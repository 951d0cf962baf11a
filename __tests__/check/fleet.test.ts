import { describe, expect, it } from "vitest";
import { fleetFindings } from "../../src/check/fleet";
import { presets } from "../../src/config/presets";
import { configOf } from "../support/synth";

const [runner] = presets.small.input.runners ?? [];
const withRunner = (more: object, capacity: object = {}) =>
  configOf({
    ...presets.small.input,
    capacity,
    runners: [{ ...runner, name: "fargate", token: "env:TF_VAR_token", ...more }],
  });

describe("the check of the fleet", () => {
  it("is content with a thousand jobs at once on the preset, as far as the account has room", () => {
    const [found] = fleetFindings(configOf(presets.thousand.input));
    expect(found).toMatchObject({ id: "configuration.fleet.fargate-1", level: "ok" });
    expect(found?.what).toContain("all 1000 succeed");
  });

  it("refuses a poll timeout that pods cannot keep, and says which would do", () => {
    const impatient = { concurrent: 200, manager: { pollTimeoutSeconds: 30 } };
    const fix = "set manager.pollTimeoutSeconds of runners[0] to 120";
    const [timed] = fleetFindings(withRunner(impatient, { coldStartFromSeconds: 31 }));
    expect(timed).toMatchObject({ level: "error", fix });
    // Until somebody has timed pods in this account, how long they take is assumed.
    expect(fleetFindings(withRunner(impatient))).toMatchObject([{ level: "warning", fix }]);
  });

  it("warns of more jobs than Docker Hub gives images to an address", () => {
    const [found] = fleetFindings(withRunner({ concurrent: 150, job: { image: "alpine:3" } }));
    expect(found?.level).toBe("warning");
    expect(found?.what).toContain("50: the registry refused more pulls");
  });
});
