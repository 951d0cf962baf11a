import { describe, expect, it } from "vitest";
import type { RouteTable } from "@aws-sdk/client-ec2";
import { routeFindings } from "../../../src/check/account/routes";
import type { Finding } from "../../../src/check/finding";
import type { AwsResult } from "../../../src/clients/aws/aws-client";
import { configOf } from "../../config/samples";

const ids = ["subnet-0123456789abcdef0", "subnet-0123456789abcdef1"] as const;
const network = { kind: "existing", vpcId: "vpc-0123456789abcdef0", privateSubnetIds: [...ids] } as const;
const existing = { existing: { vpcId: network.vpcId, privateSubnetIds: [...ids] } };

const local = { DestinationCidrBlock: "10.0.0.0/16", GatewayId: "local", State: "active" } as const;
const byDefault = { DestinationCidrBlock: "0.0.0.0/0", State: "active" } as const;
const nat = { ...byDefault, NatGatewayId: "nat-1" };
const transit = { ...byDefault, TransitGatewayId: "tgw-1" };
const internet = { ...byDefault, GatewayId: "igw-1" };

type Routes = NonNullable<RouteTable["Routes"]>;
const main = (...Routes: Routes): RouteTable => ({
  Associations: [{ Main: true }],
  Routes: [local, ...Routes],
});
const own = (SubnetId: string, ...Routes: Routes): RouteTable => ({
  Associations: [{ SubnetId }],
  Routes: [local, ...Routes],
});
const refusal: AwsResult<never> = {
  ok: false,
  failure: { trouble: "denied", reason: "these credentials lack the permission", code: "AccessDenied" },
};

interface Given {
  readonly tables: readonly RouteTable[];
  readonly endpoints?: readonly string[];
  readonly change?: Readonly<Record<string, unknown>>;
}

function found({ tables, endpoints = [], change = {} }: Given): readonly Finding[] {
  const config = configOf({ network: existing, ...change });
  return routeFindings(config, network, { ok: true, value: tables }, { ok: true, value: endpoints });
}
const brief = (given: Given) => found(given).map(({ id, level }) => `${id.replace("account.", "")} ${level}`);

describe("the routes of an existing network", () => {
  it("may go through any gateway but an internet gateway, in the main table or the subnet's own", () => {
    expect(brief({ tables: [main(nat)] })).toEqual(["routes ok"]);
    expect(brief({ tables: [main(transit)] })).toEqual(["routes ok"]);
    expect(brief({ tables: [main(), own(ids[0], nat), own(ids[1], transit)] })).toEqual(["routes ok"]);
    // A table of its own replaces the main one.
    expect(brief({ tables: [main(nat), own(ids[0])] })).toEqual(["routes.none error"]);
  });

  it("to an internet gateway make a subnet public, which is an error with Fargate", () => {
    const [finding] = found({ tables: [main(nat), own(ids[1], internet)] });
    expect(finding).toMatchObject({ id: "account.routes.public", level: "error" });
    expect(finding?.what).toContain(ids[1]);
    expect(finding?.what).not.toContain(ids[0]);
    const nodes = { cluster: { platform: "nodes" }, runners: [] };
    expect(brief({ tables: [main(internet)], change: nodes })).toEqual(["routes.public warning"]);
    const specific = { ...internet, DestinationCidrBlock: "192.0.2.0/24" };
    expect(brief({ tables: [main(nat, specific)] })).toEqual(["routes.public error"]);
  });

  it("are an error if their gateway was deleted", () => {
    expect(brief({ tables: [main({ ...nat, State: "blackhole" })] })).toEqual(["routes.blackhole error"]);
  });

  it("may be missing only with VPC endpoints", () => {
    const service = (name: string) => `com.amazonaws.us-west-2.${name}`;
    const images = ["ecr.api", "ecr.dkr", "s3"].map(service);
    expect(brief({ tables: [main()], endpoints: images })).toEqual(["routes.none warning"]);
    const [finding] = found({ tables: [main()], endpoints: images.slice(1) });
    expect(finding).toMatchObject({ level: "error" });
    expect(finding?.what).toContain("no endpoint for ecr.api");
    const elsewhere = images.map((name) => name.replace("us-west-2", "eu-west-1"));
    expect(brief({ tables: [main()], endpoints: elsewhere })).toEqual(["routes.none error"]);
  });

  it("are unknown without the permission to list them or the endpoints", () => {
    const config = configOf({ network: existing });
    expect(routeFindings(config, network, refusal, refusal)).toMatchObject([
      { id: "account.routes", level: "unknown" },
    ]);
    expect(routeFindings(config, network, { ok: true, value: [main()] }, refusal)).toMatchObject([
      { id: "account.routes.none", level: "unknown" },
    ]);
  });
});
