/** The state: locked, stale, not written, or kept elsewhere than it was. */
import { stop, type CatalogueEntry } from "../entry";

export const noSpace = /no space left on device/;
export const stateNotWritten =
  /Failed to (write state|save state|persist state to backend|update state)|Error saving state: |errored\.tfstate/;

/** A run looks whose lock it is, and releases one that was left behind: the entry is for what is left after that. */
export const stateLocked: CatalogueEntry = {
  id: "state-locked",
  matches: [
    "Error acquiring the state lock",
    /Lock Info:|already locked|resource temporarily unavailable|ConditionalCheckFailedException|PreconditionFailed|conditionNotMet/,
  ],
  stages: "all",
  cause:
    "Another run works on this state (`Who` and `Created` in the error say which), or one ended without unlocking.",
  action: stop,
  fix: "`glrunner resume` releases a lock that a killed run of this machine left behind. Of any other it says who holds it: wait for them. Only when they are certainly dead: `terraform -chdir=FOLDER force-unlock ID`, which it prints with both.",
  link: "https://developer.hashicorp.com/terraform/language/state/locking",
  example: `Error: Error acquiring the state lock

Error message: resource temporarily unavailable
Lock Info:
  ID:        e5b6f9ad-5138-1c40-7235-8d16e9587e64
  Path:      eks.tfstate
  Operation: OperationTypeApply
  Who:       me@cloudshell
  Version:   1.11.4
  Created:   2026-11-24 14:16:54.567867736 +0000 UTC
  Info:      `,
};

export const stateErrors: readonly CatalogueEntry[] = [
  stateLocked,
  {
    id: "plan-stale",
    matches: [/Saved plan (is stale|is already applied|does not match the given state)/],
    stages: "all",
    during: ["apply", "destroy"],
    cause: "The state changed after the plan was made, so what was approved is no longer what would happen.",
    action: stop,
    fix: "Plan again and review it: `glrunner deploy` does both.",
    link: "https://github.com/gruntwork-io/terragrunt/issues/4170",
    example: `Error: Saved plan is stale

The given plan file can no longer be applied because the state was changed by another operation after the plan was created.`,
  },
  {
    id: "disk-full",
    matches: [noSpace],
    stages: "all",
    cause:
      "The disk is full. The providers take most of a gigabyte; CloudShell's home has one. What was made is known all the same: room for its record was kept.",
    action: stop,
    fix: "Free some space (`du -sh ~/.terraform.d ~/*`), keep caches off the home, then `glrunner resume`.",
    link: "https://github.com/hashicorp/terraform/issues/25020",
    example: `Error: Failed to install provider

Error while installing hashicorp/aws: write .terraform/providers/registry.terraform.io/hashicorp/aws/terraform-provider-aws: no space left on device`,
  },
  {
    id: "state-not-written",
    matches: [stateNotWritten],
    stages: "all",
    cause:
      "What was done could not be recorded. Terraform saved it as `errored.tfstate` in the stage's folder, or printed it to its log.",
    action: stop,
    fix: "Fix the cause (access to the backend, or disk), then `glrunner resume`, which puts it where it belongs; by hand it is `terraform state push errored.tfstate` in the stage's folder, before anything else.",
    link: "https://github.com/hashicorp/terraform/issues/28708",
    example: `Error: Failed to persist state to backend

The error shown above has prevented Terraform from writing the updated state to the configured backend. To allow for recovery, the state has been written to the file "errored.tfstate" in the current working directory.

Running "terraform apply" again at this point will create a forked state, making it harder to recover.`,
  },
  {
    id: "backend-changed",
    matches: [
      /Backend configuration changed|Backend initialization required|Backend type changed|Can't ask approval for state migration|Error asking for (confirmation|input to configure)/,
    ],
    stages: "all",
    cause: "The configuration keeps the state elsewhere than it was kept until now.",
    action: stop,
    fix: "To take the state along: `glrunner state move`. When it was moved away before: use the configuration that names its new place. When it is at this one already: `terraform init -reconfigure` in the stage's folder.",
    link: "https://developer.hashicorp.com/terraform/cli/commands/init#backend-initialization",
    example: `Error: Backend configuration changed

A change in the backend configuration has been detected, which may require migrating existing state.

If you wish to attempt automatic migration of the state, use "terraform init -migrate-state".
If you wish to store the current configuration with no changes to the state, use "terraform init -reconfigure".`,
  },
  {
    id: "remote-execution",
    matches: ["Saving a generated plan is currently not supported"],
    stages: "all",
    cause:
      "The workspace runs Terraform on HCP Terraform, and such a plan cannot be saved: glrunner applies only a plan that it saved.",
    action: stop,
    fix: "Set the execution mode of the workspaces to local (`glrunner check` names them), then `glrunner resume`.",
    link: "https://developer.hashicorp.com/terraform/cloud-docs/workspaces/settings#execution-mode",
    example: `Error: Saving a generated plan is currently not supported

The "remote" backend does not support saving the generated execution plan locally at this time.`,
  },
  {
    id: "backend-login",
    matches: [/HTTP remote state endpoint (requires auth|invalid auth)/],
    stages: "all",
    cause: "The state's server refuses the login: TF_HTTP_USERNAME or TF_HTTP_PASSWORD is missing or wrong.",
    action: stop,
    fix: "Set both; for state in GitLab a token with the scope `api` and the role Maintainer.",
    link: "https://docs.gitlab.com/user/infrastructure/iac/terraform_state/",
    example: `Error: Error refreshing state: HTTP remote state endpoint requires auth`,
  },
  {
    id: "upstream-not-deployed",
    matches: ["Unable to find remote state"],
    stages: ["eks", "addons", "runners"],
    cause: "This stage reads the outputs of the one before it, which has no state.",
    action: stop,
    fix: "Deploy the stages in their order: `glrunner deploy` without names does.",
    link: "https://github.com/hashicorp/terraform-cdk/issues/2157",
    example: `Error: Unable to find remote state

  with data.terraform_remote_state.vpc,

No stored state was found for the given workspace in the given backend.`,
  },
];
