/** The pinned Blueprints add-ons module: Karpenter's controller and every other add-on that it knows. */
import type { Construct } from "constructs";
import type { KubernetesAddonsOutput } from "../generated/kubernetes-addons-outputs";
import type { KubernetesAddonsVariables } from "./kubernetes-addons-variables";
import { modulePins } from "../pins";
import { TypedModule, type TypedModuleOptions } from "./typed-module";

export type * from "./kubernetes-addons-variables";

/** Each output is the object of one add-on, null when it is off. */
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
