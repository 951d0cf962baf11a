import * as z from "zod";
import { endpointServices } from "../../facts/aws/vpc-endpoints";
import { cidr, formed, int, zone } from "./common";

const vpcId = formed(/^vpc-([0-9a-f]{8}|[0-9a-f]{17})$/, "a VPC id: vpc-...");
const subnetId = formed(/^subnet-([0-9a-f]{8}|[0-9a-f]{17})$/, "a subnet id: subnet-...");

const natModes = ["single", "per-zone", "none"] as const;

export const networkSchema = z
  .strictObject({
    cidr: cidr.default("10.0.0.0/16").describe("Address block of the new VPC: /16 to /20."),
    zones: z
      .union([int(2, 6), z.array(zone).min(2).max(6)])
      .default(3)
      .describe("Number of availability zones (the Region's first ones), or their names."),
    nat: z
      .enum(natModes)
      .default("single")
      .describe(
        "NAT gateways: one for all zones, one per zone, or none (pods then need `endpoints` or another route to the internet).",
      ),
    endpoints: z
      .union([z.literal("auto"), z.array(z.enum(endpointServices)).min(1)])
      .optional()
      .describe(
        "VPC endpoints, which reach services of AWS without a route to the internet: `auto` for the services that this configuration uses, or their names. With `nat: none` they let pods pull images from your own ECR. Each interface endpoint costs a price per hour and zone. Default: none.",
      ),
    existing: z
      .strictObject({
        vpcId: vpcId.describe("The VPC."),
        privateSubnetIds: z
          .array(subnetId)
          .min(2)
          .max(16)
          .describe("Private subnets with a route to the internet, in at least two zones."),
      })
      .optional()
      .describe(
        "Use this VPC instead of creating one. It excludes `cidr`, `zones`, `nat` and `endpoints`. `check` and the first deploy check its DNS settings, routes, zones and free addresses.",
      ),
  })
  .prefault({})
  .describe("The network: a new VPC, or an existing one.");
