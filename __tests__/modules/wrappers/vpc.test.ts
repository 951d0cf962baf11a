import { TerraformOutput } from "cdktf";
import { expect, it } from "vitest";
import { Vpc } from "../../../modules/wrappers/vpc";
import { synthesized } from "../stack";

it("Vpc references the outputs that the stages need", () => {
  const { output } = synthesized((stack) => {
    const vpc = new Vpc(stack, "vpc", {});
    const { vpcId, privateSubnets, privateRouteTableIds } = vpc;
    for (const [id, value] of Object.entries({ vpcId, privateSubnets, privateRouteTableIds })) {
      new TerraformOutput(stack, id, { value });
    }
  });
  expect(output).toEqual({
    vpcId: { value: "${module.vpc.vpc_id}" },
    privateSubnets: { value: "${module.vpc.private_subnets}" },
    privateRouteTableIds: { value: "${module.vpc.private_route_table_ids}" },
  });
});
