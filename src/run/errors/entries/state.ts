/** The state is locked, stale, not written, or at another location than before. */
import { stop, type CatalogueEntry } from "../entry";

export const noSpace = /no space left on device/;
export const stateNotWritten =
  /Failed to (write state|save state|persist state to backend|update state)|Error saving state: |errored\.tfstate/;

/** A run first releases a lock that a dead run left behind. This entry is for all other locks. */
export const stateLocked: CatalogueEntry = {
  id: "state-locked",
  matches: [
    "Error acquiring the state lock",
    /Lock Info:|already locked|resource temporarily unavailable|ConditionalCheckFailedException|PreconditionFailed|conditionNotMet/,
  ],
  stages: "all",
  cause:
    "Another run is using this state (`Who` and `Created` in the error identify it), or a run ended without releasing its lock.",
  action: stop,
  fix: "Run `glrunner resume`, which releases a lock that a killed run of this machine left behind. For any other lock it names the holder: wait until that run ends. Only if you are certain that it has ended, run `terraform -chdir=FOLDER force-unlock ID`; `glrunner resume` prints this command with both values.",
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
    cause:
      "The state changed after the plan was made, so the approved plan no longer describes the changes that Terraform would make.",
    action: stop,
    fix: "Run `glrunner deploy`, which plans again and asks for a new approval.",
    link: "https://github.com/gruntwork-io/terragrunt/issues/4170",
    example: `Error: Saved plan is stale

The given plan file can no longer be applied because the state was changed by another operation after the plan was created.`,
  },
  {
    id: "disk-full",
    matches: [noSpace],
    stages: "all",
    cause:
      "The disk is full. The providers need almost 1 GB, and the home folder of CloudShell has 1 GB. The state still records all created resources, because glrunner had reserved space for it.",
    action: stop,
    fix: "Free some space (`du -sh ~/.terraform.d ~/*`), move caches out of the home folder, then run `glrunner resume`.",
    link: "https://github.com/hashicorp/terraform/issues/25020",
    example: `Error: Failed to install provider

Error while installing hashicorp/aws: write .terraform/providers/registry.terraform.io/hashicorp/aws/terraform-provider-aws: no space left on device`,
  },
  {
    id: "state-not-written",
    matches: [stateNotWritten],
    stages: "all",
    cause:
      "Terraform could not write the state to its backend. It saved the state as `errored.tfstate` in the stage's folder, or printed it to its log.",
    action: stop,
    fix: "Fix the cause (access to the backend, or the disk), then run `glrunner resume`, which writes the saved state to the backend. By hand: `terraform state push errored.tfstate` in the stage's folder, before any other command.",
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
    cause: "The configuration sets another location for the state than the current one.",
    action: stop,
    fix: "To move the state, run `glrunner state move`. If it was moved before, use the configuration that sets its new location. If it is already at the configured location, run `terraform init -reconfigure` in the stage's folder.",
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
      "The workspace runs Terraform on HCP Terraform, which cannot save a plan. glrunner applies only saved plans.",
    action: stop,
    fix: "Set the execution mode of the workspaces to local (`glrunner check` names them), then run `glrunner resume`.",
    link: "https://developer.hashicorp.com/terraform/cloud-docs/workspaces/settings#execution-mode",
    example: `Error: Saving a generated plan is currently not supported

The "remote" backend does not support saving the generated execution plan locally at this time.`,
  },
  {
    id: "backend-login",
    matches: [/HTTP remote state endpoint (requires auth|invalid auth)/],
    stages: "all",
    cause: "The state's server rejects the login: TF_HTTP_USERNAME or TF_HTTP_PASSWORD is missing or wrong.",
    action: stop,
    fix: "Set both variables, then run `glrunner resume`. For state in GitLab, use a token with the scope `api` and the role Maintainer.",
    link: "https://docs.gitlab.com/user/infrastructure/iac/terraform_state/",
    example: `Error: Error refreshing state: HTTP remote state endpoint requires auth`,
  },
  {
    id: "upstream-not-deployed",
    matches: ["Unable to find remote state"],
    stages: ["eks", "addons", "runners"],
    cause: "This stage reads the outputs of the previous stage, which has no state.",
    action: stop,
    fix: "Run `glrunner deploy` without stage names, which deploys the stages in order.",
    link: "https://github.com/hashicorp/terraform-cdk/issues/2157",
    example: `Error: Unable to find remote state

  with data.terraform_remote_state.vpc,

No stored state was found for the given workspace in the given backend.`,
  },
];
