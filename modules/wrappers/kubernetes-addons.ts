/** The pinned Blueprints add-ons module: Karpenter's controller and every other add-on of the Blueprints. */
import type { Construct } from "constructs";
import type { KubernetesAddonsOutput } from "../generated/kubernetes-addons-outputs";
import type { KubernetesAddonsVariables } from "./kubernetes-addons-variables";
import { modulePins } from "../pins";
import { TypedModule, type TypedModuleOptions } from "./typed-module";

export type * from "./kubernetes-addons-variables";

/** Each output is the object of one add-on, or null if it is disabled. */
export class KubernetesAddons extends TypedModule<KubernetesAddonsVariables, KubernetesAddonsOutput> {
  constructor(
    scope: Construct,
    id: string,
    variables: KubernetesAddonsVariables,
    options?: TypedModuleOptions,
  ) {
    super(scope, id, modulePins["kubernetes-addons"], variables, options);
  }
}
