/**
 * Every job that Auto-DevOps.gitlab-ci.yml and the templates below it define, hidden ones left out: by template, below
 * lib/gitlab/ci/templates in gitlabhq/gitlabhq, read from the files at these commits on 2026-11-30. Security templates
 * that only include the job's template have no row.
 */
const rollouts = ["10%", "25%", "50%", "100%"];

export const autoDevopsChain: Readonly<Record<string, readonly string[]>> = {
  "Jobs/Build.gitlab-ci.yml@62cd7010": ["build", "build_artifact"],
  "Jobs/Test.gitlab-ci.yml@28f1931a": ["test"],
  "Jobs/Code-Quality.gitlab-ci.yml@badb9c1d": ["code_quality"],
  "Jobs/Code-Intelligence.gitlab-ci.yml@bc12365a": ["code_intelligence_go"],
  "Jobs/Deploy.gitlab-ci.yml@1e1f087d": [
    ...["review", "stop_review", "staging", "canary", "production", "production_manual"],
    ...rollouts.flatMap((each) => [`timed rollout ${each}`, `rollout ${each}`]),
  ],
  "Jobs/Deploy/ECS.gitlab-ci.yml@6653ccc0": [
    ...["review_ecs", "stop_review_ecs", "review_fargate", "stop_review_fargate"],
    ...["production_ecs", "production_fargate"],
  ],
  "Jobs/Deploy/EC2.gitlab-ci.yml@6653ccc0": ["review_ec2", "production_ec2"],
  "Jobs/DAST-Default-Branch-Deploy.gitlab-ci.yml@0286e4c6": [
    ...["dast_environment_deploy", "stop_dast_environment"],
    ...["dast_ecs_environment_deploy", "stop_dast_ecs_environment"],
  ],
  "Jobs/Browser-Performance-Testing.gitlab-ci.yml@ff961c59": ["browser_performance"],
  "Jobs/Helm-2to3.gitlab-ci.yml@159f25da": [
    ...["review:helm-2to3:migrate", "review:helm-2to3:cleanup", "staging:helm-2to3:migrate"],
    ...["staging:helm-2to3:cleanup", "production:helm-2to3:migrate", "production:helm-2to3:cleanup"],
  ],
  "Security/DAST.gitlab-ci.yml@52cbeb10": ["dast"],
  "Jobs/Container-Scanning.gitlab-ci.yml@0e8bf9c2": ["container_scanning"],
  "Jobs/Dependency-Scanning.gitlab-ci.yml@bf48291c": [
    ...["dependency_scanning", "gemnasium-dependency_scanning", "gemnasium-maven-dependency_scanning"],
    "gemnasium-python-dependency_scanning",
  ],
  "Jobs/License-Scanning.gitlab-ci.yml@213da19c": ["license_scanning"],
  "Jobs/SAST.gitlab-ci.yml@a650a676": [
    ...["sast", "gitlab-advanced-sast", "bandit-sast", "brakeman-sast", "eslint-sast", "flawfinder-sast"],
    ...["kubesec-sast", "gosec-sast", "mobsf-android-sast", "mobsf-ios-sast", "nodejs-scan-sast"],
    ...["phpcs-security-audit-sast", "pmd-apex-sast", "security-code-scan-sast", "semgrep-sast"],
    ...["sobelow-sast", "spotbugs-sast"],
  ],
  "Jobs/Secret-Detection.gitlab-ci.yml@36a59d08": ["secret_detection"],
};

/** What Auto-DevOps.gitlab-ci.yml at e8d2c257 includes. */
export const autoDevopsIncludes = [
  ...["Jobs/Build", "Jobs/Test", "Jobs/Code-Quality", "Jobs/Code-Intelligence", "Jobs/Deploy"],
  ...["Jobs/Deploy/ECS", "Jobs/Deploy/EC2", "Jobs/DAST-Default-Branch-Deploy"],
  ...["Jobs/Browser-Performance-Testing", "Jobs/Helm-2to3", "Security/DAST", "Security/Container-Scanning"],
  ...["Security/Dependency-Scanning", "Security/License-Scanning", "Security/SAST"],
  "Security/Secret-Detection",
];
