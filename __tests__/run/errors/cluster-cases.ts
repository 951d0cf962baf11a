import type { ErrorCase } from "./case";

/** Kubernetes, Helm, and what exists already. */
export const clusterCases: readonly ErrorCase[] = [
  {
    id: "aws-auth-missing",
    stack: "addons",
    during: "apply",
    // https://github.com/terraform-aws-modules/terraform-aws-eks/issues/3354
    real: `The ConfigMap "aws-auth" does not exist`,
    nearMiss: { text: `The ConfigMap "coredns" does not exist`, is: undefined },
  },
  {
    id: "cluster-unreachable",
    stack: "addons",
    during: "apply",
    // https://github.com/terraform-aws-modules/terraform-aws-eks/issues/2369
    real: `Post "https://xxxxxx/api/v1/namespaces/kube-system/configmaps": dial tcp 192.168.20.250:443: i/o timeout`,
    nearMiss: {
      text: `Post "https://xxxxxx/api/v1/namespaces/kube-system/configmaps": tls: failed to verify certificate: x509: certificate signed by unknown authority`,
      is: "certificate-unknown",
    },
  },
  {
    id: "cluster-not-configured",
    stack: "single",
    during: "destroy",
    // https://github.com/terraform-aws-modules/terraform-aws-eks/issues/817
    real: `Get "http://localhost/api/v1/namespaces/kube-system/configmaps/aws-auth": dial tcp [::1]:80: connect: connection refused`,
    nearMiss: {
      text: `Get "https://127.0.0.1:6443/api/v1/namespaces/kube-system/configmaps/aws-auth": dial tcp 127.0.0.1:6443: connect: connection refused`,
      is: "cluster-unreachable",
    },
  },
  {
    id: "certificate-unknown",
    stack: "addons",
    during: "plan",
    // https://github.com/terraform-aws-modules/terraform-aws-eks/issues/1425
    real: `Get "https://A1B2.gr7.us-east-1.eks.amazonaws.com/healthz": x509: certificate signed by unknown authority`,
    nearMiss: {
      text: `Get "https://A1B2.gr7.us-east-1.eks.amazonaws.com/api/v1/namespaces": net/http: TLS handshake timeout`,
      is: "cluster-unreachable",
    },
  },
  {
    id: "webhook-not-ready",
    stack: "addons",
    during: "apply",
    // https://github.com/kubernetes-sigs/aws-load-balancer-controller/issues/4140
    real: `1 error occurred:
	* Internal error occurred: failed calling webhook "mservice.elbv2.k8s.aws": failed to call webhook: Post "https://aws-load-balancer-webhook-service.aws-load-balancer-controller.svc:443/mutate-v1-service?timeout=10s": no endpoints available for service "aws-load-balancer-webhook-service"`,
    nearMiss: {
      text: `admission webhook "validation.webhook.karpenter.sh" denied the request: validation failed: invalid value: 0s in spec.disruption.consolidateAfter`,
      is: undefined,
    },
  },
  {
    id: "kind-not-known",
    stack: "addons",
    during: "apply",
    // https://github.com/maddevsio/aws-eks-base/pull/358
    real: `karpenter/private failed to create kubernetes rest client for update of resource: resource [karpenter.sh/v1/EC2NodeClass] isn't valid for cluster, check the APIVersion and Kind fields are valid`,
    nearMiss: {
      // the same
      text: `karpenter/default failed to run apply: error when creating "/tmp/879917200kubectl_manifest.yaml": NodePool.karpenter.sh "default" is invalid: [spec.disruption.consolidateAfter: Required value]`,
      is: undefined,
    },
  },
  {
    id: "kubernetes-forbidden",
    stack: "runners",
    during: "apply",
    // The form of https://kubernetes.io/docs/reference/access-authn-authz/authorization/
    real: `namespaces is forbidden: User "jane" cannot create resource "namespaces" in API group "" at the cluster scope`,
    nearMiss: {
      // https://github.com/antrea-io/antrea/issues/488
      text: `pods "test-pod-0-hq7ym9ch" is forbidden: unable to create new content in namespace antrea-test because it is being terminated`,
      is: "namespace-going",
    },
  },
  {
    id: "namespace-going",
    stack: "runners",
    during: "apply",
    // https://github.com/open-policy-agent/gatekeeper/issues/1311
    real: `serviceaccounts "gatekeeper-admin" is forbidden: unable to create new content in namespace gatekeeper-system because it is being terminated`,
    nearMiss: { text: `namespaces "gatekeeper-system" not found`, is: undefined },
  },
  {
    id: "chart-refused",
    stack: "addons",
    during: "plan",
    // https://github.com/aws/karpenter-provider-aws/issues/6357
    real: `could not login to OCI registry "public.ecr.aws": login attempt to https://public.ecr.aws/v2/ failed with status: 403 Forbidden`,
    nearMiss: {
      // https://github.com/aws-samples/eks-workshop-v2/issues/765: that version does not exist
      text: "could not download chart: unexpected status from HEAD request to https://public.ecr.aws/v2/karpenter/karpenter/manifests/v0.32.1: 400 Bad Request",
      is: "chart-version-missing",
    },
  },
  {
    id: "chart-version-missing",
    stack: "runners",
    during: "plan",
    // The words of https://github.com/DNXLabs/terraform-aws-eks-efs-csi-driver/issues/11
    real: `Error: could not download chart: chart "aws-efs-csi-driver" version "2.2.0" not found in https://kubernetes-sigs.github.io/aws-efs-csi-driver/ repository`,
    nearMiss: {
      text: "could not download chart: unexpected status from HEAD request to https://public.ecr.aws/v2/karpenter/karpenter/manifests/v0.32.1: 503 Service Unavailable",
      is: undefined,
    },
  },
  {
    id: "registry-limit",
    stack: "addons",
    during: "plan",
    // https://github.com/devenkulkarni/suse-ai-tf/issues/4
    real: `could not download chart: failed to copy: httpReadSeeker: failed open: unexpected status code https://dp.apps.rancher.io/v2/charts/cert-manager/manifests/sha256:5add329f65b798bd09760924beb63348568630bc6f6d3e353afb0f7b2d523f5f: 429 Too Many Requests`,
    nearMiss: {
      text: "could not download chart: failed to copy: httpReadSeeker: failed open: unexpected status code https://dp.apps.rancher.io/v2/charts/cert-manager/manifests/sha256:5add329f: 404 Not Found",
      is: undefined,
    },
  },
  {
    id: "chart-unreachable",
    stack: "runners",
    during: "plan",
    // The words of https://github.com/aws/karpenter-provider-aws/issues/3690, with the network's own
    real: `could not download chart: looks like "https://charts.gitlab.io" is not a valid chart repository or cannot be reached: Get "https://charts.gitlab.io/index.yaml": dial tcp: lookup charts.gitlab.io: i/o timeout`,
    nearMiss: {
      text: `could not download chart: looks like "oci://public.ecr.aws/karpenter/karpenter" is not a valid chart repository or cannot be reached: object required`,
      is: undefined,
    },
  },
  {
    id: "release-pending",
    stack: "runners",
    during: "apply",
    // https://github.com/Panfactum/stack/issues/121
    real: `another operation (install/upgrade/rollback) is in progress`,
    nearMiss: { text: "cannot re-use a name that is still in use", is: "release-exists" },
  },
  {
    id: "release-not-ready",
    stack: "addons",
    during: "apply",
    // https://github.com/aws/karpenter-provider-aws/issues/7712
    real: `context deadline exceeded`,
    nearMiss: { text: "context deadline exceeded", during: "destroy", is: "namespace-terminating" },
  },
  {
    id: "cluster-exists",
    stack: "eks",
    during: "apply",
    // https://github.com/terraform-aws-modules/terraform-aws-eks/issues/1262
    real: `error creating EKS Cluster (cluster_name): ResourceInUseException: Cluster already exists with name: cluster_name`,
    nearMiss: {
      text: "error deleting EKS Cluster (cluster_name): ResourceInUseException: Cluster has nodegroups attached",
      is: undefined,
    },
  },
  {
    id: "addon-exists",
    stack: "addons",
    during: "apply",
    // https://github.com/wandb/terraform-aws-wandb/pull/230
    real: `creating EKS Add-On (wandb-qa-aws:vpc-cni): ResourceInUseException: Addon already exists. { RespMetadata: { StatusCode: 409, RequestID: "c38e4e71-d773-42f6-8f27-164471b732bf" }, Message_: "Addon already exists." }`,
    nearMiss: {
      text: "creating EKS Add-On (glrunner:vpc-cni): operation error EKS: CreateAddon, https response error StatusCode: 404, RequestID: a, ResourceNotFoundException: No cluster found for name: glrunner.",
      is: undefined,
    },
  },
  {
    id: "fargate-profile-exists",
    stack: "eks",
    during: "apply",
    // https://github.com/eksctl-io/eksctl/issues/5652
    real: `creating EKS Fargate Profile (glrunner:fp-default): operation error EKS: CreateFargateProfile, https response error StatusCode: 409, RequestID: 69f8ee49-a113-46bd-9abc-97c5a9fcb0a9, api error ResourceInUseException: A Fargate Profile already exists with this name in this cluster.`,
    nearMiss: {
      text: "creating EKS Fargate Profile (glrunner:fp-default): operation error EKS: CreateFargateProfile, https response error StatusCode: 409, RequestID: a, ResourceInUseException: Cannot create Fargate Profile fp-default because cluster glrunner currently has Fargate profile other in status DELETING",
      is: "fargate-profile-busy",
    },
  },
  {
    id: "log-group-exists",
    stack: "eks",
    during: "apply",
    // https://github.com/k-mitevski/terraform-k8s/issues/10
    real: `creating CloudWatch Logs Log Group (/aws/eks/learnk8s/cluster): ResourceAlreadyExistsException: The specified log group already exists`,
    nearMiss: {
      // https://github.com/aws-robotics/cloudwatchlogs-ros1/issues/1
      text: "creating CloudWatch Logs Log Stream: ResourceAlreadyExistsException: The specified log stream already exists",
      is: undefined,
    },
  },
  {
    id: "iam-exists",
    stack: "eks",
    during: "apply",
    // https://github.com/terraform-aws-modules/terraform-aws-ecs/issues/363
    real: `creating IAM Role (examplexx-dev-worker_impacts_closest_match): operation error IAM: CreateRole, https response error StatusCode: 409, RequestID: c05cd22d-19d5-412f-bcf9-832f298b2f14, EntityAlreadyExists: Role with name examplexx-dev-worker_impacts_closest_match already exists.`,
    nearMiss: {
      text: "creating IAM Role (examplexx): operation error IAM: CreateRole, https response error StatusCode: 400, RequestID: c05cd22d, MalformedPolicyDocument: Invalid principal in policy",
      is: undefined,
    },
  },
  {
    id: "aws-object-exists",
    stack: "eks",
    during: "apply",
    // https://github.com/aws-samples/sample-genai-on-eks-starter-kit/issues/85
    real: `creating KMS Alias (alias/eks/genai-on-eks): operation error KMS: CreateAlias, https response error StatusCode: 400, RequestID: 3bb3acf9-58d9-4530-a1d8-8747698ed8d1, AlreadyExistsException: An alias with the name arn:aws:kms:ap-northeast-2:231030592531:alias/eks/genai-on-eks already exists`,
    nearMiss: {
      text: "creating KMS Alias (alias/eks/a): operation error KMS: CreateAlias, https response error StatusCode: 400, RequestID: a, KMSInvalidStateException: arn:aws:kms:eu-west-1:123456789012:key/a is pending deletion.",
      is: undefined,
    },
  },
  {
    id: "release-exists",
    stack: "addons",
    during: "apply",
    // https://github.com/aws-samples/eks-workshop-v2/issues/600
    real: `cannot re-use a name that is still in use`,
    nearMiss: {
      text: "another operation (install/upgrade/rollback) is in progress",
      is: "release-pending",
    },
  },
  {
    id: "kubernetes-object-exists",
    stack: "eks",
    during: "apply",
    // https://github.com/hashicorp-education/learn-terraform-provision-eks-cluster/issues/2
    real: `configmaps "aws-auth" already exists`,
    nearMiss: {
      text: `failed to create resource: serviceaccounts "karpenter" already exists`,
      is: undefined,
    },
  },
  {
    id: "definitions-without-owner",
    stack: "addons",
    during: "apply",
    // https://github.com/aws/karpenter-provider-aws/issues/5096, with the names of today's chart and our namespace
    real: `rendered manifests contain a resource that already exists. Unable to continue with install: CustomResourceDefinition "ec2nodeclasses.karpenter.k8s.aws" in namespace "" exists and cannot be imported into the current release: invalid ownership metadata; label validation error: missing key "app.kubernetes.io/managed-by": must be set to "Helm"; annotation validation error: missing key "meta.helm.sh/release-name": must be set to "karpenter-crd"; annotation validation error: missing key "meta.helm.sh/release-namespace": must be set to "kube-system"`,
    nearMiss: {
      text: `rendered manifests contain a resource that already exists. Unable to continue with install: CustomResourceDefinition "ec2nodeclasses.karpenter.k8s.aws" in namespace "" exists and cannot be imported into the current release: invalid ownership metadata; annotation validation error: key "meta.helm.sh/release-name" must equal "karpenter-crd": current value is "crds"`,
      is: "object-of-another-release",
    },
  },
  {
    id: "object-of-another-release",
    stack: "runners",
    during: "apply",
    // https://github.com/hashicorp/terraform-provider-helm/issues/907
    real: `rendered manifests contain a resource that already exists. Unable to continue with install: Service "game-app-service" in namespace "ns-fargate-app" exists and cannot be imported into the current release: invalid ownership metadata; annotation validation error: key "meta.helm.sh/release-name" must equal "game-app-ingress": current value is "game-app"`,
    nearMiss: { text: `services "game-app-service" already exists`, is: "kubernetes-object-exists" },
  },
];
