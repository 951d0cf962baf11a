import { describe, expect, it } from "vitest";
import { quotaLimits } from "../../../src/check/account/quota-limits";
import { quotaFindings } from "../../../src/check/account/quotas";
import { quotas } from "../../../src/facts/aws/quotas";
import { containing } from "../containing";
import { configOf, runner } from "../../config/samples";
import { withAws, type Answers } from "../aws-double";

/** A thousand jobs of one vCPU each. */
const thousand = configOf({ runners: [runner({ concurrent: 1000, job: { cpu: 0.75 } })] });

const quota = (Value: number) => () => ({ body: { Quota: { Value } } });
const missing = () => ({ status: 400, body: { __type: "NoSuchResourceException", message: "none" } });

function fargate(answers: Answers) {
  return withAws(answers, async (aws) => {
    const zones = { ok: true, value: [] } as const;
    const there = { deployed: true, network: true, zones, limits: quotaLimits(aws) };
    const findings = await quotaFindings({ config: thousand, aws, ...there });
    return findings.filter(({ id }) => id === "account.quota.fargateVcpu");
  });
}

describe("quotas", () => {
  it("names the increase and its page if a thousand jobs exceed the quota of a new account", async () => {
    // Managers of 1000 jobs are one of 16 vCPU; CoreDNS and Karpenter have 2.5.
    expect(await fargate({ GetServiceQuota: quota(6) })).toEqual([
      {
        id: "account.quota.fargateVcpu",
        area: "account",
        level: "error",
        what: "vCPU of Fargate for the largest fleet (jobs 1000, managers 16, system 2.5): 1018.5 needed; the quota is 6",
        fix:
          'request 1019 or more of "Fargate On-Demand vCPU resource count" with ' +
          "`aws service-quotas request-service-quota-increase --region us-west-2 --service-code fargate --quota-code L-3032A538 --desired-value 1019`" +
          " or at https://us-west-2.console.aws.amazon.com/servicequotas/home/services/fargate/quotas/L-3032A538" +
          "; or set a lower concurrent or cpu of the jobs",
        source: "https://docs.aws.amazon.com/general/latest/gr/ecs-service.html",
      },
    ]);
  });

  it("passes with a sufficient quota", async () => {
    expect(await fargate({ GetServiceQuota: quota(1018) })).toMatchObject([{ level: "error" }]);
    expect(await fargate({ GetServiceQuota: quota(1018.5) })).toMatchObject([{ level: "ok" }]);
  });

  it("uses AWS's default for a quota that was never changed", async () => {
    const answers = { GetServiceQuota: missing, GetAWSDefaultServiceQuota: quota(6) };
    expect(await fargate(answers)).toMatchObject([{ level: "error" }]);
  });

  it("names the missing permission, and the quota of a new account", async () => {
    expect(await fargate({})).toMatchObject([
      {
        level: "unknown",
        what: containing("lack the permission servicequotas:GetServiceQuota. A new account has 6"),
      },
    ]);
    expect(await fargate({ GetServiceQuota: missing })).toMatchObject([
      { level: "unknown", what: containing("servicequotas:GetAWSDefaultServiceQuota") },
    ]);
  });

  it("are not reported as exceeded if the resources may belong to the cluster", async () => {
    const levels = (there: {
      readonly deployed: boolean | undefined;
      readonly network: boolean | undefined;
    }) =>
      withAws({ GetServiceQuota: quota(0) }, async (aws) => {
        const zones = { ok: true, value: [] } as const;
        const findings = await quotaFindings({
          config: configOf({ runners: [runner()] }),
          aws,
          ...there,
          zones,
          limits: quotaLimits(aws),
        });
        return Object.fromEntries(findings.map(({ id, level }) => [id.replace("account.quota.", ""), level]));
      });
    const fleet = { fargateVcpu: "error" };
    const network = { vpcs: "error", elasticIps: "error", natGateways: "error" };
    expect(await levels({ deployed: false, network: false })).toEqual({
      ...fleet,
      ...network,
      clusters: "error",
    });
    // A deploy that ended after the first stage.
    expect(await levels({ deployed: false, network: true })).toEqual({ ...fleet, clusters: "error" });
    expect(await levels({ deployed: true, network: true })).toEqual(fleet);
    expect(await levels({ deployed: undefined, network: undefined })).toEqual({
      ...fleet,
      vpcs: "unknown",
      elasticIps: "unknown",
      natGateways: "unknown",
      clusters: "unknown",
    });
  });

  it("have unique codes in AWS's format", () => {
    const codes = Object.values(quotas).map(({ code }) => code);
    for (const code of codes) expect(code).toMatch(/^L-[0-9A-F]{8}$/);
    expect(new Set(codes).size).toBe(codes.length);
  });
});
