import { describe, expect, it } from "vitest";
import { chosenZones, regionZones, zoneFindings, type Zone } from "../../../src/check/account/zones";
import type { AwsResult } from "../../../src/clients/aws/aws-client";
import { configOf } from "../../config/samples";
import { briefly, useScriptedContext } from "./scripted-context";

const { context, ec2 } = useScriptedContext();

describe("the zones of a Region", () => {
  it("are the zones that EC2 lists, by name, without Local Zones", async () => {
    const zones = [
      ["us-west-2b", "usw2-az1", "opt-in-not-required"],
      ["us-west-2-lax-1a", "usw2-lax1-az1", "opted-in"],
      ["us-west-2-phx-1a", "usw2-phx1-az1", "not-opted-in"],
      ["us-west-2a", "usw2-az2", "opt-in-not-required"],
    ] as const;
    ec2("DescribeAvailabilityZones", {
      availabilityZoneInfo: zones.map(([zoneName, zoneId, optInStatus]) => ({
        zoneName,
        zoneId,
        optInStatus,
      })),
    });
    expect(await regionZones(context())).toEqual({
      ok: true,
      value: [
        { name: "us-west-2-lax-1a", id: "usw2-lax1-az1", ordinary: false },
        { name: "us-west-2-phx-1a", id: "usw2-phx1-az1", ordinary: false },
        { name: "us-west-2a", id: "usw2-az2", ordinary: true },
        { name: "us-west-2b", id: "usw2-az1", ordinary: true },
      ],
    });
  });

  it("are unknown when EC2 refuses", async () => {
    expect(await regionZones(context())).toMatchObject({ ok: false, failure: { trouble: "denied" } });
  });
});

const zone = (name: string, id = "usw2-az1", ordinary = true): Zone => ({ name, id, ordinary });
const [local, a, b, c] = [zone("1-local", "", false), zone("a"), zone("b", "use1-az3"), zone("c")];
const names = (zones: readonly Zone[]) => zones.map(({ name }) => name);

describe("the zones that the network uses", () => {
  it("are the first ones with EKS, without Local Zones", () => {
    const network = createdNetwork({ count: 2 });
    expect(names(chosenZones(network, [local, a, b, c], "current"))).toEqual(["a", "c"]);
  });

  it("are the first ones of all in version set tutorial", () => {
    expect(names(chosenZones(createdNetwork({ count: 2 }), [local, a, b, c], "tutorial"))).toEqual([
      ...["1-local", "a"],
    ]);
  });

  it("are the named ones", () => {
    const network = createdNetwork({ names: ["c", "b"] });
    expect(names(chosenZones(network, [local, a, b, c], "current"))).toEqual(["b", "c"]);
  });
});

function createdNetwork(zones: { readonly count: number } | { readonly names: readonly string[] }) {
  const { network } = configOf();
  if (network.kind !== "created") throw new Error("the sample creates its network");
  return { ...network, zones };
}

describe("the check of the zones", () => {
  const check = (zones: Parameters<typeof createdNetwork>[0], answer: AwsResult<readonly Zone[]>) =>
    zoneFindings({ ...configOf(), network: createdNetwork(zones) }, answer);
  const there = (...value: readonly Zone[]): AwsResult<readonly Zone[]> => ({ ok: true, value });

  it("passes with enough zones", () => {
    expect(briefly(check({ count: 2 }, there(a, b, c)))).toEqual(["zones ok"]);
  });

  it.each<[string, Parameters<typeof createdNetwork>[0]]>([
    ["there are too few with EKS", { count: 3 }],
    ["a named one does not exist", { names: ["a", "x"] }],
    ["a named one has no EKS", { names: ["a", "b"] }],
  ])("is an error when %s, and the fix names those that can be used", (_, zones) => {
    const findings = check(zones, there(a, b, c));
    expect(briefly(findings)).toEqual(["zones error"]);
    expect(findings[0]?.fix).toContain("a, c");
  });

  it("proposes no zone in a Region with a single one", () => {
    expect(check({ count: 2 }, there(a))[0]?.fix).not.toContain("a,");
  });

  it("is unknown without an answer, and makes no finding for an existing network", () => {
    const refused: AwsResult<never> = {
      ok: false,
      failure: { trouble: "denied", reason: "no", code: "AccessDenied" },
    };
    expect(briefly(check({ count: 2 }, refused))).toEqual(["zones unknown"]);
    const existing = { vpcId: "vpc-01234567", privateSubnetIds: ["subnet-01234567", "subnet-01234568"] };
    expect(zoneFindings(configOf({ network: { existing } }), refused)).toEqual([]);
  });
});
