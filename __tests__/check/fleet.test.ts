import { describe, expect, it } from "vitest";
import { fleetFindings } from "../../src/check/fleet";
import type { QuotaLimits } from "../../src/check/account/quota-limits";
import { presets } from "../../src/config/presets";
import { capacity } from "../../src/fleet/capacity";
import { outcomeText } from "../../src/fleet/capacity/labels";
import { price } from "../../src/fleet/price";
import { usdText } from "../../src/config/placement/labels";
import type { QuotaName } from "../../src/facts/aws/quotas";
import { configOf } from "../support/synth";

const [runner] = presets.small.input.runners ?? [];
const withRunner = (more: object, given: object = {}) =>
  configOf({
    ...presets.small.input,
    capacity: given,
    runners: [{ ...runner, name: "fargate", token: "env:TF_VAR_token", ...more }],
  });

const quota =
  (value: number): QuotaLimits =>
  () =>
    Promise.resolve({ ok: true, value });
const unread: QuotaLimits = () =>
  Promise.resolve({ ok: false, failure: { trouble: "offline", reason: "offline", code: "" } });
const plenty = { limits: quota(4000) };

describe("the check of the fleet", () => {
  it("passes a thousand jobs at once with preset thousand and a sufficient quota", async () => {
    const [found] = await fleetFindings(configOf(presets.thousand.input), plenty);
    expect(found).toMatchObject({ id: "configuration.fleet.fargate-1", level: "ok" });
    expect(found?.what).toContain("all 1000 succeed");
    expect(found?.what).toContain("the account's quota of 4000 vCPU");
  });

  it("refuses more jobs than the account's quota allows, and names the quota to raise", async () => {
    const [found] = await fleetFindings(configOf(presets.thousand.input), { limits: quota(6) });
    expect(found?.level).toBe("error");
    expect(found?.what).toContain("0 of 1000 succeed");
    expect(found?.fix).toContain("L-3032A538");
  });

  it("is unknown or a warning without the account's quota", async () => {
    const config = (fargateVcpuQuota: number) =>
      configOf({ ...presets.thousand.input, capacity: { fargateVcpuQuota } });
    const level = async (vcpu: number) => (await fleetFindings(config(vcpu), { limits: unread }))[0]?.level;
    expect(await level(4000)).toBe("unknown");
    expect(await level(6)).toBe("warning");
  });

  it.each([200, 400])("reports for %i jobs what capacity and price calculate", async (jobs) => {
    const config = configOf({ ...presets.standard.input, capacity: { fargateVcpuQuota: 300 } });
    const limits: QuotaLimits = (name: QuotaName) =>
      Promise.resolve({ ok: true, value: name === "fargateVcpu" ? 300 : 5 });
    const found = await fleetFindings(config, { jobs, limits });
    const { groups } = capacity(config, jobs);
    const { runs } = price(config, jobs, "2026-11-30");
    expect(groups).toHaveLength(2);
    for (const [at, { outcome }] of groups.entries()) {
      expect(found[at]?.what).toContain(outcomeText(outcome));
      expect(found[at]?.what).toContain(`cost of the jobs: ${usdText(runs[at]?.usd.jobs ?? NaN)}`);
    }
  });

  it("refuses a poll timeout that is too short for pods, and names a sufficient one", async () => {
    const impatient = { concurrent: 200, manager: { pollTimeoutSeconds: 30 } };
    const fix = "set manager.pollTimeoutSeconds of runners[0] to 120";
    const [timed] = await fleetFindings(withRunner(impatient, { coldStartFromSeconds: 31 }), plenty);
    expect(timed).toMatchObject({ level: "error", fix });
    // Until somebody has timed pods in this account, how long they take is assumed.
    expect(await fleetFindings(withRunner(impatient), plenty)).toMatchObject([{ level: "warning", fix }]);
  });

  it("warns of more jobs than Docker Hub allows pulls for one address", async () => {
    const [found] = await fleetFindings(withRunner({ concurrent: 150, job: { image: "alpine:3" } }), plenty);
    expect(found?.level).toBe("warning");
    expect(found?.what).toContain("50: the registry refused more pulls");
  });
});
