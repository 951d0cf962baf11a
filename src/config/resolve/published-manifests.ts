/** The three manifests of the published example (Blueprints v4.29.0, examples/karpenter), unchanged. */
import { images } from "../../../modules/pins";

/** The nodes that the published provisioner allows, for calculations of capacity and price. */
export const publishedPool = { instanceCategories: ["c", "m"], cpus: [8, 16, 32], maxCpu: 1000 } as const;

const quoted = (values: readonly (string | number)[]) => values.map((value) => `"${value}"`).join(", ");

/** @param zones as JSON */
export const provisioner = (zones: string) => `apiVersion: karpenter.sh/v1alpha5
kind: Provisioner
metadata:
  name: default
spec:
  requirements:
    - key: "karpenter.k8s.aws/instance-category"
      operator: In
      values: [${quoted(publishedPool.instanceCategories)}]
    - key: "karpenter.k8s.aws/instance-cpu"
      operator: In
      values: [${quoted(publishedPool.cpus)}]
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
      cpu: ${publishedPool.maxCpu}
  consolidation:
    enabled: true
  providerRef:
    name: default
  ttlSecondsUntilExpired: 604800 # 7 Days = 7 * 24 * 60 * 60 Seconds
`;

/** The AWSNodeTemplate of the published example. */
export const nodeTemplate = (
  cluster: string,
  instanceProfile: string,
) => `apiVersion: karpenter.k8s.aws/v1alpha1
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

/** The example Deployment, which has no replicas. */
export const exampleDeployment = `apiVersion: apps/v1
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
