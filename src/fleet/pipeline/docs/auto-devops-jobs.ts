/**
 * The jobs of GitLab's Auto DevOps template, with the images and scripts that decide where each can run. The templates have
 * no tags and no retry. Each row names its file below lib/gitlab/ci/templates in gitlabhq/gitlabhq (the mirror of
 * gitlab-org/gitlab-foss) and the commit, which was read on 2026-11-30 and is the newest available one. A GitLab has the
 * templates of its own version, with other versions of the same images.
 */
interface AutoDevopsJobs {
  readonly template: string;
  readonly commit: string;
  readonly jobs: readonly string[];
  readonly image: string;
  readonly services?: readonly string[];
  /** A line of the script that not every runner can run. */
  readonly script?: string;
}

/** `Auto-DevOps.gitlab-ci.yml`, which includes the others. */
export const autoDevopsCommit = "e8d2c2579383897a1dd7f9debd359abe8ae8373d";

const registry = "$CI_TEMPLATE_REGISTRY_HOST";
const sastCommit = "a650a676a3f20c5b5b80b7eca25f028487921beb";
const rollouts = ["10%", "25%", "50%", "100%"];

export const autoDevopsJobs: readonly AutoDevopsJobs[] = [
  {
    template: "Jobs/Build.gitlab-ci.yml",
    commit: "62cd7010ef91dcaa5a5a36790985053db0b38671",
    jobs: ["build"],
    image: "registry.gitlab.com/gitlab-org/cluster-integration/auto-build-image:v1.0.0",
    services: ["docker:20.10.6-dind"],
  },
  {
    template: "Jobs/Build.gitlab-ci.yml",
    commit: "62cd7010ef91dcaa5a5a36790985053db0b38671",
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
      ...rollouts.map((share) => `timed rollout ${share}`),
      ...rollouts.map((share) => `rollout ${share}`),
    ],
    image: `${registry}/gitlab-org/cluster-integration/auto-deploy-image:v2.118.0`,
  },
  {
    template: "Jobs/Deploy/ECS.gitlab-ci.yml",
    commit: "6653ccc011dec86e5140a5d09ea3b2357eab6714",
    jobs: [
      ...["review_ecs", "stop_review_ecs", "review_fargate", "stop_review_fargate"],
      ...["production_ecs", "production_fargate"],
    ],
    image: "registry.gitlab.com/gitlab-org/cloud-deploy/aws-ecs:latest",
  },
  {
    template: "Jobs/Deploy/EC2.gitlab-ci.yml",
    commit: "6653ccc011dec86e5140a5d09ea3b2357eab6714",
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
    commit: "ff961c5927f71b7dc6d56980f823f00a2ad475d5",
    jobs: ["browser_performance"],
    image: "docker:27.3",
    services: ["docker:27.3-dind"],
    script: "docker run",
  },
  {
    template: "Jobs/Helm-2to3.gitlab-ci.yml",
    commit: "159f25da0106c574f2c855b44d5ba4e46822d3a3",
    jobs: ["review", "staging", "production"].flatMap((environment) => [
      `${environment}:helm-2to3:migrate`,
      `${environment}:helm-2to3:cleanup`,
    ]),
    image:
      "registry.gitlab.com/gitlab-org/cluster-integration/helm-install-image/releases/helm-2to3-2.17.0-3.5.3-kube-1.16.15-alpine-3.12",
  },
  {
    template: "Security/DAST.gitlab-ci.yml",
    commit: "52cbeb10de557137f309c400b448f9f8e3908729",
    jobs: ["dast"],
    image: `${registry}/security-products/dast:5`,
  },
  {
    template: "Jobs/Container-Scanning.gitlab-ci.yml",
    commit: "0e8bf9c2065c6f5c1d2c0715d2749af231b837df",
    jobs: ["container_scanning"],
    image: `${registry}/security-products/container-scanning:7`,
  },
  ...["gemnasium", "gemnasium-maven", "gemnasium-python"].map((name) => ({
    template: "Jobs/Dependency-Scanning.gitlab-ci.yml",
    commit: "bf48291c0f64d2740275ba7f3361fb39c140c8ab",
    jobs: [`${name}-dependency_scanning`],
    image: `${registry}/security-products/${name}:5`,
  })),
  {
    template: "Jobs/License-Scanning.gitlab-ci.yml",
    commit: "213da19cda5309148952ab770e2a9e122fe32e22",
    jobs: ["license_scanning"],
    image: `${registry}/security-products/license-finder:4`,
  },
  {
    template: "Jobs/SAST.gitlab-ci.yml",
    commit: sastCommit,
    jobs: ["gitlab-advanced-sast"],
    image: `${registry}/security-products/gitlab-advanced-sast:1`,
  },
  ...["kubesec", "pmd-apex", "semgrep", "sobelow", "spotbugs"].map((name) => ({
    template: "Jobs/SAST.gitlab-ci.yml",
    commit: sastCommit,
    jobs: [`${name}-sast`],
    image: `${registry}/security-products/${name}:5`,
  })),
  {
    template: "Jobs/Secret-Detection.gitlab-ci.yml",
    commit: "36a59d088eca61b834191dacea009677a96c052f",
    jobs: ["secret_detection"],
    image: "registry.gitlab.com/security-products/secrets:4",
  },
];

/** Jobs with `rules: [{ when: never }]`. Other jobs extend them, or GitLab has removed them. */
export const autoDevopsNeverRun: readonly string[] = [
  "dependency_scanning",
  "sast",
  ...["bandit", "brakeman", "eslint", "flawfinder", "gosec", "mobsf-android", "mobsf-ios", "nodejs-scan"].map(
    (name) => `${name}-sast`,
  ),
  ...["phpcs-security-audit", "security-code-scan"].map((name) => `${name}-sast`),
];
