/**
 * Every version, tag, commit, chart and image that glrunner uses, once, with its reason. Nothing else in the
 * project names a version. Module commits are what the tags pointed to when the interfaces were recorded;
 * `verify` compares them with what `terraform init` really fetched.
 */

export interface ModulePin {
  readonly source: string;
  /** Exact version for a registry source; git sources carry their tag in `source`. */
  readonly version?: string;
  readonly commit: string;
}

export const modulePins = {
  vpc: {
    source: "terraform-aws-modules/vpc/aws",
    version: "4.0.2",
    commit: "faa7ad9cd9a9ec98c4e2dfc1e5b370b4558cd23b",
  },
  eks: {
    source: "terraform-aws-modules/eks/aws",
    version: "19.21.0",
    commit: "2cb1fac31b0fc2dd6a236b0c0678df75819c5a3b",
  },
  "eks-karpenter": {
    source: "terraform-aws-modules/eks/aws//modules/karpenter",
    version: "19.21.0",
    commit: "2cb1fac31b0fc2dd6a236b0c0678df75819c5a3b",
  },
  "kubernetes-addons": {
    source:
      "git::https://github.com/aws-ia/terraform-aws-eks-blueprints.git//modules/kubernetes-addons?ref=v4.29.0",
    commit: "35d131775b0c2f9235fa880bf171e935b8b50ce3",
  },
} as const satisfies Record<string, ModulePin>;
export type ModuleName = keyof typeof modulePins;

/** Oldest Terraform that knows write-only attributes, which keep runner tokens out of the state. */
export const terraformVersion = ">= 1.11.0";

/** Programs that `glrunner bootstrap` and the emulator bring where they are missing. */
export const programPins = {
  /** What the tests run with. */
  terraform: { version: "1.11.4" },
  /** Where a variable names OpenTofu. The life in `__tests__/long` runs with it. */
  tofu: { version: "1.12.6" },
  /** Of the minor version of the default cluster: kubectl may be one older or newer. */
  kubectl: { version: "1.35.0" },
  /** The emulator's AWS. `src/bootstrap/python-requirements.txt` pins both with all that they need. */
  moto: { version: "5.2.1" },
  /** Of version 1, which PyPI has: the emulator's cluster asks it for tokens. A deploy to AWS takes version 2. */
  aws: { version: "1.46.3" },
} as const;

interface ProviderPin {
  readonly source: string;
  readonly version: string;
  /** Why not newer. */
  readonly reason: string;
}

const heldByEks = "newest that the pinned modules validate with";
export const providerPins = {
  aws: {
    source: "hashicorp/aws",
    version: "5.100.0",
    reason: "aws 6 removes arguments that eks 19.21.0 and vpc 4.0.2 still write",
  },
  helm: {
    source: "hashicorp/helm",
    version: "2.17.0",
    reason: "helm 3 turns blocks into attributes; the add-ons module writes blocks",
  },
  kubernetes: { source: "hashicorp/kubernetes", version: "2.38.0", reason: heldByEks },
  kubectl: { source: "gavinbunney/kubectl", version: "1.19.0", reason: "newest release" },
  time: { source: "hashicorp/time", version: "0.13.1", reason: heldByEks },
  tls: { source: "hashicorp/tls", version: "4.1.0", reason: heldByEks },
  cloudinit: { source: "hashicorp/cloudinit", version: "2.3.7", reason: heldByEks },
} as const satisfies Record<string, ProviderPin>;
export type PinnedProvider = keyof typeof providerPins;

interface VersionSet {
  readonly kubernetes: string;
  /** Exactly as the chart is tagged: with a `v` up to 0.34, without from 0.35. */
  readonly karpenter: string;
  readonly runnerChart: string;
}

export const versionSets = {
  current: { kubernetes: "1.35", karpenter: "1.15.0", runnerChart: "0.92.2" },
  tutorial: { kubernetes: "1.24", karpenter: "v0.23.0", runnerChart: "0.90.0" },
} as const satisfies Record<string, VersionSet>;
export type VersionSetName = keyof typeof versionSets;

export const charts = {
  karpenter: { repository: "oci://public.ecr.aws/karpenter", chart: "karpenter" },
  /** Has the versions of Karpenter's own chart. */
  karpenterDefinitions: {
    repository: "oci://public.ecr.aws/karpenter",
    chart: "karpenter-crd",
    name: "karpenter-crd",
    namespace: "kube-system",
  },
  /** Values are recorded from 0.86.0, the newest chart whose archive could be read (`npm run record:chart`). */
  gitlabRunner: { repository: "https://charts.gitlab.io", chart: "gitlab-runner", recordedValues: "0.86.0" },
} as const;

export const images = {
  /** Job image of runners that name none: Docker's own Alpine through ECR Public, which has no per-address day limit. */
  job: "public.ecr.aws/docker/library/alpine:3.22",
  /**
   * Of the job cleaner: Node and nothing else, through ECR Public too. By tag: its digest was not read, and a patch of
   * Node is welcome.
   */
  node: "public.ecr.aws/docker/library/node:22-alpine",
  /** Of the published example's `inflate` deployment. */
  pause: "public.ecr.aws/eks-distro/kubernetes/pause:3.7",
} as const;
