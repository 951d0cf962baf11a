/**
 * Every version, tag, commit, chart and image that glrunner uses, once, with its reason. No other file names a version.
 * Module commits are those of the tags when the interfaces were recorded; `verify` compares them with the modules that
 * `terraform init` fetched.
 */

/** A module and the version at which its interface was recorded. */
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

/** The oldest Terraform with write-only attributes, which keep runner tokens out of the state. */
export const terraformVersion = ">= 1.11.0";

/** Programs that `glrunner bootstrap` and the emulator install if they are missing. */
export const programPins = {
  /** The version that the tests use. */
  terraform: { version: "1.11.4" },
  /** Installed if a variable selects OpenTofu. A test in `__tests__/long` uses it. */
  tofu: { version: "1.12.6" },
  /** The minor version of the default cluster: kubectl may be one minor version older or newer. */
  kubectl: { version: "1.35.0" },
  /** The emulator's AWS. `src/bootstrap/python-requirements.txt` pins moto and the AWS CLI with their dependencies. */
  moto: { version: "5.2.1" },
  /** Version 1, which is on PyPI: in the emulator it only returns tokens for the cluster. A deployment to AWS uses version 2. */
  aws: { version: "1.46.3" },
} as const;

interface ProviderPin {
  readonly source: string;
  readonly version: string;
  /** Why no newer version is pinned. */
  readonly reason: string;
}

const newestForModules = "newest that the pinned modules validate with";
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
  kubernetes: { source: "hashicorp/kubernetes", version: "2.38.0", reason: newestForModules },
  kubectl: { source: "gavinbunney/kubectl", version: "1.19.0", reason: "newest release" },
  time: { source: "hashicorp/time", version: "0.13.1", reason: newestForModules },
  tls: { source: "hashicorp/tls", version: "4.1.0", reason: newestForModules },
  cloudinit: { source: "hashicorp/cloudinit", version: "2.3.7", reason: newestForModules },
} as const satisfies Record<string, ProviderPin>;
export type PinnedProvider = keyof typeof providerPins;

interface VersionSet {
  readonly kubernetes: string;
  /** The tag of the chart: with a `v` up to 0.34, without it from 0.35. */
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
  /** Has the same versions as Karpenter's chart. */
  karpenterDefinitions: {
    repository: "oci://public.ecr.aws/karpenter",
    chart: "karpenter-crd",
    name: "karpenter-crd",
    namespace: "kube-system",
  },
  /** Values were recorded from 0.86.0, the newest chart whose archive was available (`npm run record:chart`). */
  gitlabRunner: { repository: "https://charts.gitlab.io", chart: "gitlab-runner", recordedValues: "0.86.0" },
} as const;

export const images = {
  /** Default job image: Docker's Alpine from ECR Public, which has no daily pull limit per address. */
  job: "public.ecr.aws/docker/library/alpine:3.22",
  /** Image of the job cleaner, also from ECR Public. A tag instead of a digest, so that it gets patch releases of Node. */
  node: "public.ecr.aws/docker/library/node:22-alpine",
  /** Image of the `inflate` deployment in the published example. */
  pause: "public.ecr.aws/eks-distro/kubernetes/pause:3.7",
} as const;
