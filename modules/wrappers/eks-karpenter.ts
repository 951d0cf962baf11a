/** The karpenter submodule of the eks module: the role and instance profile of the nodes that Karpenter launches. */
import type { Construct } from "constructs";
import type { EksKarpenterOutput } from "../generated/eks-karpenter-outputs";
import type { EksKarpenterVariables } from "../generated/eks-karpenter-variables";
import { modulePins } from "../pins";
import { TypedModule, type TypedModuleOptions } from "./typed-module";

export class EksKarpenter extends TypedModule<EksKarpenterVariables, EksKarpenterOutput> {
  constructor(scope: Construct, id: string, variables: EksKarpenterVariables, options?: TypedModuleOptions) {
    super(scope, id, modulePins["eks-karpenter"], variables, options);
  }

  get roleArn(): string {
    return this.string("role_arn");
  }

  get instanceProfileName(): string {
    return this.string("instance_profile_name");
  }
}
