/**
 * The recorded interface of a pinned module: every variable and output that the tag declares. What is not
 * recorded cannot be set or read, which Terraform alone would only notice at `init`.
 */
import eksKarpenter from "./interfaces/eks-karpenter.json";
import eks from "./interfaces/eks.json";
import kubernetesAddons from "./interfaces/kubernetes-addons.json";
import vpc from "./interfaces/vpc.json";
import { modulePins, type ModuleName } from "./pins";

export interface RecordedVariable {
  /** Terraform's own type expression on one line: `list(string)`, `object({ enable = bool })`, `any`. */
  readonly type: string;
  /** Any JSON value. Absent exactly when the variable is required. */
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

/** Read by tools and tests; a synthesis needs only the types. */
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
