/**
 * The kinds that the emulated cluster serves. Karpenter's kinds exist once its chart is installed, like its custom resource
 * definitions. Sources: Kubernetes API reference; charts of Karpenter 0.23 and 1.x, folder crds.
 */
import { karpenterRange, type KarpenterApi } from "../../facts/kubernetes/karpenter-matrix";

/** A kind with the names under which the API serves it. */
export interface ServedKind {
  /** `v1`, or `group/version`. */
  readonly apiVersion: string;
  readonly kind: string;
  readonly plural: string;
  readonly shortNames: readonly string[];
  readonly namespaced: boolean;
}

const names = { shortNames: [], namespaced: true } as const;
const core = { ...names, apiVersion: "v1" } as const;

const rbac = { ...names, apiVersion: "rbac.authorization.k8s.io/v1" } as const;
const cluster = { ...names, namespaced: false } as const;

const builtIn: readonly ServedKind[] = [
  { ...core, kind: "Namespace", plural: "namespaces", shortNames: ["ns"], namespaced: false },
  { ...core, kind: "Node", plural: "nodes", shortNames: ["no"], namespaced: false },
  { ...core, kind: "Pod", plural: "pods", shortNames: ["po"] },
  { ...core, kind: "Secret", plural: "secrets" },
  { ...core, kind: "ConfigMap", plural: "configmaps", shortNames: ["cm"] },
  { ...core, kind: "ServiceAccount", plural: "serviceaccounts", shortNames: ["sa"] },
  { ...core, kind: "Service", plural: "services", shortNames: ["svc"] },
  { ...core, kind: "Event", plural: "events", shortNames: ["ev"] },
  { ...names, apiVersion: "apps/v1", kind: "Deployment", plural: "deployments", shortNames: ["deploy"] },
  { ...names, apiVersion: "batch/v1", kind: "CronJob", plural: "cronjobs", shortNames: ["cj"] },
  {
    ...cluster,
    apiVersion: "apiextensions.k8s.io/v1",
    kind: "CustomResourceDefinition",
    plural: "customresourcedefinitions",
    shortNames: ["crd", "crds"],
  },
  { ...rbac, kind: "Role", plural: "roles" },
  { ...rbac, kind: "RoleBinding", plural: "rolebindings" },
  { ...rbac, kind: "ClusterRole", plural: "clusterroles", namespaced: false },
  { ...rbac, kind: "ClusterRoleBinding", plural: "clusterrolebindings", namespaced: false },
];

/** By API version of Karpenter, as the matrix in `facts` lists them. */
const karpenter: Readonly<Partial<Record<KarpenterApi, readonly ServedKind[]>>> = {
  v1alpha5: [
    { ...cluster, apiVersion: "karpenter.sh/v1alpha5", kind: "Provisioner", plural: "provisioners" },
    {
      ...cluster,
      apiVersion: "karpenter.k8s.aws/v1alpha1",
      kind: "AWSNodeTemplate",
      plural: "awsnodetemplates",
    },
  ],
  v1: [
    { ...cluster, apiVersion: "karpenter.sh/v1", kind: "NodePool", plural: "nodepools" },
    { ...cluster, apiVersion: "karpenter.sh/v1", kind: "NodeClaim", plural: "nodeclaims" },
    {
      ...cluster,
      apiVersion: "karpenter.k8s.aws/v1",
      kind: "EC2NodeClass",
      plural: "ec2nodeclasses",
      shortNames: ["ec2nc", "ec2ncs"],
    },
  ],
};

type Named = Pick<ServedKind, "apiVersion" | "kind">;

const allKinds = [builtIn, ...Object.values(karpenter)].flat();

/** Undefined for a kind that no emulated cluster serves. */
export function servedKind({ apiVersion, kind }: Named): ServedKind | undefined {
  return allKinds.find((served) => served.apiVersion === apiVersion && served.kind === kind);
}

/**
 * @param objects a Karpenter API also counts as installed if an object uses it
 * @param charts versions of the installed Karpenter charts
 */
export function servedKinds(objects: readonly Named[], charts: readonly string[]): readonly ServedKind[] {
  const here = Object.entries(karpenter).filter(
    ([api, kinds]) =>
      charts.some((chart) =>
        karpenterRange(chart.replace(/^v/, ""))?.apis.some((served) => served === api),
      ) || objects.some((object) => kinds.some(({ apiVersion }) => apiVersion === object.apiVersion)),
  );
  return [...builtIn, ...here.flatMap(([, kinds]) => kinds)];
}

/** `namespaces`, `nodepools.karpenter.sh`: how Kubernetes names a kind in an error. */
export function qualified({ apiVersion, plural }: ServedKind): string {
  const group = groupOf(apiVersion);
  return group === "" ? plural : `${plural}.${group}`;
}

/** Empty for the core group. */
export function groupOf(apiVersion: string): string {
  return apiVersion.includes("/") ? apiVersion.replace(/\/.*$/, "") : "";
}
