/** Charts that cannot be downloaded, and releases that do not become ready. */
import { networkFailure, retry, stop, type CatalogueEntry } from "../entry";

const stages = ["addons", "runners"] as const;

export const helmErrors: readonly CatalogueEntry[] = [
  {
    id: "chart-refused",
    matches: [
      /could not download chart|could not login to OCI registry|OCI Registry Login Failed|failed to authorize|pulling from host|unexpected status from (HEAD|GET) request/,
      /403 Forbidden|401 Unauthorized|authorization token has expired/,
    ],
    stages,
    cause:
      "The chart registry refuses the login: the token of ECR Public expired, an old `docker login` to public.ecr.aws is used although no login is needed, or a policy denies `ecr-public:GetAuthorizationToken`.",
    action: retry(
      2,
      15,
      "Each plan gets a new token, which replaces an expired token. An old login stays invalid.",
    ),
    fix: "Run `helm registry logout public.ecr.aws` and `docker logout public.ecr.aws`, then run `glrunner resume`.",
    link: "https://karpenter.sh/docs/troubleshooting/#helm-error-when-pulling-the-chart",
    example: `Error: could not download chart: failed to authorize: failed to fetch oauth token: unexpected status: 403 Forbidden

  with module.eks_blueprints_kubernetes_addons.module.karpenter[0].module.helm_addon.helm_release.addon[0],`,
  },
  {
    id: "registry-limit",
    matches: [/toomanyrequests|429 Too Many Requests/i],
    stages,
    cause: "The registry's pull limit is reached: ECR Public counts anonymous pulls by address.",
    action: retry(
      3,
      60,
      "ECR Public counts pulls per second, and Docker Hub per six hours: three minutes are enough for ECR Public.",
    ),
    fix: "If it persists: wait or log in to the registry, then run `glrunner resume`. All machines behind the same address (an office, a NAT gateway) share the limit.",
    link: "https://docs.aws.amazon.com/AmazonECR/latest/public/public-service-quotas.html",
    example: `Error: could not download chart: failed to copy: httpReadSeeker: failed open: unexpected status code https://public.ecr.aws/v2/karpenter/karpenter/manifests/sha256:5add329f65b798bd: 429 Too Many Requests - Server message: toomanyrequests: Rate exceeded`,
  },
  {
    id: "chart-version-missing",
    matches: [
      /could not download chart: (chart "[^"]+" version "[^"]+" not found in \S+ repository|unexpected status from HEAD request to \S+\/manifests\/v?\d+\.\d+\.\d+: 40[04] )/,
    ],
    stages,
    cause:
      "The chart repository does not have this version. Terraform looks it up during the plan, so nothing was applied.",
    action: stop,
    fix: "Set `versions.runnerChart` or `versions.karpenter` to a version that exists; `helm search repo NAME --versions` lists them. Then run `glrunner deploy`.",
    link: "https://github.com/DNXLabs/terraform-aws-eks-efs-csi-driver/issues/11",
    example: `Error: could not download chart: chart "gitlab-runner" version "0.99.9" not found in https://charts.gitlab.io repository`,
  },
  {
    id: "chart-unreachable",
    matches: [
      /could not download chart|could not login to OCI registry|is not a valid chart repository or cannot be reached/,
      networkFailure,
    ],
    stages,
    cause: "This machine cannot connect to the chart repository.",
    action: retry(3, 20, "A network usually recovers within a minute."),
    fix: "If it persists: check the network and HTTPS_PROXY; `curl -I https://charts.gitlab.io/index.yaml` must succeed. Then run `glrunner resume`.",
    link: "https://github.com/hashicorp/terraform-provider-helm/issues/1033",
    example: `Error: could not download chart: looks like "https://charts.jetstack.io" is not a valid chart repository or cannot be reached: Get "https://charts.jetstack.io/index.yaml": dial tcp: lookup charts.jetstack.io on 10.0.0.2:53: no such host`,
  },
  {
    id: "release-pending",
    matches: ["another operation (install/upgrade/rollback) is in progress"],
    stages,
    cause: "A run ended while it changed the release, so Helm still records that change as in progress.",
    action: stop,
    fix: "Run `helm -n NAMESPACE history RELEASE`, then `helm rollback` to the last deployed revision, or `helm uninstall` if no revision was deployed. Then run `glrunner resume`.",
    link: "https://github.com/helm/helm/issues/8987",
    example: `Error: another operation (install/upgrade/rollback) is in progress

  with helm_release.release_fargate,
  on cdk.tf.json line 12, in resource.helm_release.release_fargate:`,
  },
  {
    id: "release-not-ready",
    matches: [/^(timed out waiting for the condition|context deadline exceeded)/],
    stages,
    during: ["apply"],
    cause:
      "The release is installed, but its pods are not ready: no Fargate profile or node runs them, or they crash.",
    action: stop,
    fix: "Find the reason with `kubectl get pods -A` and `kubectl describe pod`. Fix it, then run `glrunner resume`, which installs the release again.",
    link: "https://github.com/terraform-aws-modules/terraform-aws-eks/issues/2864",
    example: `Error: timed out waiting for the condition

  with module.eks_blueprints_kubernetes_addons.module.karpenter[0].module.helm_addon.helm_release.addon[0],`,
  },
];
