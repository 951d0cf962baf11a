/**
 * The recorded interfaces of the pinned modules: every variable and output of the pinned release. A name that is not
 * recorded does not compile; without them, only `terraform init` would report it.
 */
import eksKarpenter from "./interfaces/eks-karpenter.json";
import eks from "./interfaces/eks.json";
import kubernetesAddons from "./interfaces/kubernetes-addons.json";
import vpc from "./interfaces/vpc.json";
import { modulePins, type ModuleName } from "./pins";

export interface RecordedVariable {
  /** Terraform's type expression on one line: `list(string)`, `object({ enable = bool })`, `any`. */
  readonly type: string;
  /** Any JSON value. Absent if and only if the variable is required. */
  readonly default?: unknown;
  readonly required?: boolean;
  readonly sensitive?: boolean;
}

export interface RecordedInterface {
  readonly source: string;
  readonly version?: string;
  readonly commit: string;
  readonly variables: Readonly<Record<string, RecordedVariable>>;
  readonly outputs: readonly string[];
}

/** For tools and tests; a synthesis needs only the types. */
export const interfaces: Readonly<Record<ModuleName, RecordedInterface>> = {
  vpc,
  eks,
  "eks-karpenter": eksKarpenter,
  "kubernetes-addons": kubernetesAddons,
};

export function isModuleName(name: string): name is ModuleName {
  return Object.hasOwn(modulePins, name);
}

export const moduleNames = Object.keys(modulePins).filter(isModuleName);
