/** The pinned vpc module: network, subnets, NAT gateways. */
import type { Construct } from "constructs";
import type { VpcOutput } from "../generated/vpc-outputs";
import type { VpcVariables } from "../generated/vpc-variables";
import { modulePins } from "../pins";
import { TypedModule, type TypedModuleOptions } from "./typed-module";

export class Vpc extends TypedModule<VpcVariables, VpcOutput> {
  constructor(scope: Construct, id: string, variables: VpcVariables, options?: TypedModuleOptions) {
    super(scope, id, modulePins.vpc, variables, options);
  }

  get vpcId(): string {
    return this.string("vpc_id");
  }

  get privateSubnets(): string[] {
    return this.list("private_subnets");
  }

  get privateRouteTableIds(): string[] {
    return this.list("private_route_table_ids");
  }
}
