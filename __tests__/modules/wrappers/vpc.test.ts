import { TerraformOutput } from "cdktf";
import { expect, it } from "vitest";
import { Vpc } from "../../../modules/wrappers/vpc";
import { synthesized } from "../stack";

it("Vpc names the outputs that the stages need", () => {
  const { output } = synthesized((stack) => {
    const vpc = new Vpc(stack, "vpc", {});
    const { vpcId, privateSubnets, publicSubnets, natPublicIps } = vpc;
    for (const [id, value] of Object.entries({ vpcId, privateSubnets, publicSubnets, natPublicIps })) {
      new TerraformOutput(stack, id, { value });
    }
  });
  expect(output).toEqual({
    vpcId: { value: "${module.vpc.vpc_id}" },
    privateSubnets: { value: "${module.vpc.private_subnets}" },
    publicSubnets: { value: "${module.vpc.public_subnets}" },
    natPublicIps: { value: "${module.vpc.nat_public_ips}" },
  });
});
