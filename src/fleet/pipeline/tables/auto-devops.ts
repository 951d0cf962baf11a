/**
 * The jobs of GitLab's Auto DevOps template: what decides where each can run. The templates have no tags and no retry.
 * Each row names its file below lib/gitlab/ci/templates in gitlabhq/gitlabhq (the mirror of gitlab-org/gitlab-foss) and
 * the commit that was read on 2026-11-30: the newest of those that could be read. An instance has the templates of its own
 * version, with other versions of the same images.
 */
interface AutoDevopsJobs {
  readonly template: string;
  readonly commit: string;
  readonly jobs: readonly string[];
  readonly image: string;
  readonly services?: readonly string[];
  /** A line of the script that needs something of the runner. */
  readonly script?: string;
}

/** `Auto-DevOps.gitlab-ci.yml`, which includes the others. */
export const autoDevopsCommit = "e8d2c2579383897a1dd7f9debd359abe8ae8373d";

const registry = "$CI_TEMPLATE_REGISTRY_HOST";
const rollouts = ["10%", "25%", "50%", "100%"];

export const autoDevopsJobs: readonly AutoDevopsJobs[] = [
  {
    template: "Jobs/Build.latest.gitlab-ci.yml",
    commit: "b9ce0fe1e6311105b7a748126621f9bfbe37fb2e",
    jobs: ["build"],
    image: `${registry}/gitlab-org/cluster-integration/auto-build-image:v1.32.0`,
    services: ["docker:20.10.12-dind"],
  },
  {
    template: "Jobs/Build.latest.gitlab-ci.yml",
    commit: "b9ce0fe1e6311105b7a748126621f9bfbe37fb2e",
    jobs: ["build_artifact"],
    image: "alpine:latest",
  },
  {
    template: "Jobs/Test.gitlab-ci.yml",
    commit: "28f1931ae84034333abf651ecde369683697ddaf",
    jobs: ["test"],
    image: "gliderlabs/herokuish:latest",
    services: ["postgres:9.6.16"],
  },
  {
    template: "Jobs/Code-Quality.gitlab-ci.yml",
    commit: "badb9c1deacbea601b02f88811b7e123589d9251",
    jobs: ["code_quality"],
    image: "docker:stable",
    services: ["docker:stable-dind"],
    script: "docker run",
  },
  {
    template: "Jobs/Code-Intelligence.gitlab-ci.yml",
    commit: "bc12365ae0254332f97299138f019bea3ff12351",
    jobs: ["code_intelligence_go"],
    image: "sourcegraph/lsif-go:v1",
  },
  {
    template: "Jobs/Deploy.gitlab-ci.yml",
    commit: "1e1f087daaa11b04a3ecfb4f312d0428110279f2",
    jobs: [
      ...["review", "stop_review", "staging", "canary", "production", "production_manual"],
      ...rollouts.map((each) => `timed rollout ${each}`),
      ...rollouts.map((each) => `rollout ${each}`),
    ],
    image: `${registry}/gitlab-org/cluster-integration/auto-deploy-image:v2.118.0`,
  },
  {
    template: "Jobs/Deploy/ECS.gitlab-ci.yml",
    commit: "39e07b68051f93f95d11b8607dfaa8ae87458bb7",
    jobs: [
      ...["review_ecs", "stop_review_ecs", "review_fargate", "stop_review_fargate"],
      ...["production_ecs", "production_fargate"],
    ],
    image: "registry.gitlab.com/gitlab-org/cloud-deploy/aws-ecs:latest",
  },
  {
    template: "Jobs/Deploy/EC2.gitlab-ci.yml",
    commit: "39e07b68051f93f95d11b8607dfaa8ae87458bb7",
    jobs: ["review_ec2", "production_ec2"],
    image: "registry.gitlab.com/gitlab-org/cloud-deploy/aws-ec2:latest",
  },
  {
    template: "Jobs/DAST-Default-Branch-Deploy.gitlab-ci.yml",
    commit: "0286e4c628d68960d0ca9e961d82c3ea6ac90633",
    jobs: ["dast_environment_deploy", "stop_dast_environment"],
    image: `${registry}/gitlab-org/cluster-integration/auto-deploy-image:v2.133.0`,
  },
  {
    template: "Jobs/DAST-Default-Branch-Deploy.gitlab-ci.yml",
    commit: "0286e4c628d68960d0ca9e961d82c3ea6ac90633",
    jobs: ["dast_ecs_environment_deploy", "stop_dast_ecs_environment"],
    image: `${registry}/gitlab-org/cloud-deploy/aws-ecs:latest`,
  },
  {
    template: "Jobs/Browser-Performance-Testing.gitlab-ci.yml",
    commit: "03c509e17bfa71a124a69b6cf4897414d3bd1cb5",
    jobs: ["browser_performance"],
    image: "docker:20.10.12",
    services: ["docker:20.10.12-dind"],
    script: "docker run",
  },
  {
    template: "Jobs/Helm-2to3.gitlab-ci.yml",
    commit: "159f25da0106c574f2c855b44d5ba4e46822d3a3",
    jobs: ["review", "staging", "production"].flatMap((each) => [
      `${each}:helm-2to3:migrate`,
      `${each}:helm-2to3:cleanup`,
    ]),
    image:
      "registry.gitlab.com/gitlab-org/cluster-integration/helm-install-image/releases/helm-2to3-2.17.0-3.5.3-kube-1.16.15-alpine-3.12",
  },
  {
    template: "Jobs/Container-Scanning.gitlab-ci.yml",
    commit: "0555b45841cefbd64a7bff0d58f7cb3b5bd06d97",
    jobs: ["container_scanning"],
    image: `${registry}/security-products/container-scanning:5`,
  },
  {
    template: "Jobs/Dependency-Scanning.gitlab-ci.yml",
    commit: "0024c2f44455cf5ace9235a7efa195c12a1d72d2",
    jobs: ["gemnasium", "gemnasium-maven", "gemnasium-python"].map((each) => `${each}-dependency_scanning`),
    image: "registry.gitlab.com/security-products/gemnasium:2",
  },
  {
    template: "Jobs/SAST.gitlab-ci.yml",
    commit: "05f0ebba3a2c8ddf39e436f412dc2ab5bf1353b2",
    jobs: [
      ...["brakeman", "flawfinder", "kubesec", "mobsf-android", "mobsf-ios", "nodejs-scan"],
      ...["phpcs-security-audit", "pmd-apex", "security-code-scan", "semgrep", "sobelow", "spotbugs"],
    ].map((each) => `${each}-sast`),
    image: `${registry}/security-products/semgrep:3`,
  },
  {
    template: "Jobs/Secret-Detection.gitlab-ci.yml",
    commit: "1c2ff01b694fd06be15bc20279eef71ee5adf402",
    jobs: ["secret_detection_default_branch", "secret_detection"],
    image: "registry.gitlab.com/gitlab-org/security-products/analyzers/secrets:3",
  },
];
