/**
 * The three manifests of the published example (Blueprints v4.29.0, examples/karpenter), to the letter: a cluster
 * built from the tutorial must plan without a change.
 */
import { Fn, type ITerraformDependable, type TerraformStack } from "cdktf";
import { images } from "../../modules/pins";
import { KubectlManifest } from "../../modules/kubectl";
import type { Config } from "../config/resolved";
import { zoneNames } from "./zones";
import type { EksOutputs } from "./stage-outputs";

export function publishedProvisioner(
  stack: TerraformStack,
  config: Config,
  eks: EksOutputs,
  dependsOn: ITerraformDependable[],
): KubectlManifest[] {
  const manifests = {
    karpenter_provisioner: provisioner(Fn.jsonencode(zoneNames(stack, config))),
    karpenter_node_template: nodeTemplate(eks.cluster_name, eks.karpenter_instance_profile_name ?? ""),
    karpenter_example_deployment: exampleDeployment,
  };
  return Object.entries(manifests).map(
    ([id, yamlBody]) => new KubectlManifest(stack, id, { yamlBody, dependsOn }),
  );
}

const provisioner = (zones: string) => `apiVersion: karpenter.sh/v1alpha5
kind: Provisioner
metadata:
  name: default
spec:
  requirements:
    - key: "karpenter.k8s.aws/instance-category"
      operator: In
      values: ["c", "m"]
    - key: "karpenter.k8s.aws/instance-cpu"
      operator: In
      values: ["8", "16", "32"]
    - key: "karpenter.k8s.aws/instance-hypervisor"
      operator: In
      values: ["nitro"]
    - key: "topology.kubernetes.io/zone"
      operator: In
      values: ${zones}
    - key: "kubernetes.io/arch"
      operator: In
      values: ["arm64", "amd64"]
    - key: "karpenter.sh/capacity-type" # If not included, the webhook for the AWS cloud provider will default to on-demand
      operator: In
      values: ["spot", "on-demand"]
  kubeletConfiguration:
    containerRuntime: containerd
    maxPods: 110
  limits:
    resources:
      cpu: 1000
  consolidation:
    enabled: true
  providerRef:
    name: default
  ttlSecondsUntilExpired: 604800 # 7 Days = 7 * 24 * 60 * 60 Seconds
`;

const nodeTemplate = (cluster: string, instanceProfile: string) => `apiVersion: karpenter.k8s.aws/v1alpha1
kind: AWSNodeTemplate
metadata:
  name: default
spec:
  subnetSelector:
    karpenter.sh/discovery: ${cluster}
  securityGroupSelector:
    karpenter.sh/discovery: ${cluster}
  instanceProfile: ${instanceProfile}
  tags:
    karpenter.sh/discovery: ${cluster}
`;

const exampleDeployment = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: inflate
spec:
  replicas: 0
  selector:
    matchLabels:
      app: inflate
  template:
    metadata:
      labels:
        app: inflate
    spec:
      terminationGracePeriodSeconds: 0
      containers:
        - name: inflate
          image: ${images.pause}
          resources:
            requests:
              cpu: 1
`;
