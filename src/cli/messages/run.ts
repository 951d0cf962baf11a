/** The codes of a run that did not start or that failed. Errors of Terraform have ids of the error catalogue instead. */
import type { RunCode } from "../../run/outcome";
import { failed, refused, type MessageEntry } from "./entry";

/** Codes that other commands use too. They are in `command-line.ts`. */
type SharedCode = "interrupted" | "not-approved" | "unexpected";

export const runMessages = {
  "changed-after-approval": failed(
    "The configuration, the state or the plan changed between your approval and the apply.",
    "Run the command again to review and approve a new plan.",
  ),
  "destroy-blocked": failed(
    "The destroy would orphan a resource in the cluster or in AWS, or a resource would block the destroy.",
    "Do what the message asks for, then run `glrunner destroy` again.",
  ),
  "disk-space": failed(
    "A disk has too little free space for a state, and a state that cannot be written is lost.",
    "Free some space, then run the command again.",
  ),
  "emulator-mixed": refused(
    "Only one of the credentials and the state belongs to the emulator.",
    'For a real cluster, use a shell without the emulator. For the emulator, run eval "$(glrunner emulate env)".',
  ),
  "journal-newer": failed(
    "A newer glrunner wrote the journal next to the state.",
    "Use that version or a newer one.",
  ),
  "journal-not-written": failed(
    "The run is complete, but its journal could not be written.",
    "Free some disk space, then run `glrunner resume`.",
  ),
  "journal-unreadable": failed(
    "The journal next to the state contains a line that glrunner does not know.",
    "Restore the file from a copy. If there is no copy, move the file away and run `glrunner plan`.",
  ),
  "modules-not-pinned": failed(
    "A downloaded Terraform module is not at the pinned commit.",
    "Do not deploy, because a tag was moved or git is redirected to another repository. Report it.",
  ),
  "network-unsuitable": failed(
    "EKS would refuse the existing VPC, or pods could not start in it. Nothing was applied.",
    "Correct the VPC or network.existing, as the message shows.",
  ),
  "reconcile-undecided": failed(
    "Resources exist that no state contains, and nothing proves that this cluster owns them.",
    "Delete or import each resource, then run `glrunner resume`.",
  ),
  "run-was-lost": failed(
    "The last run ended without a record, so resources may exist that no state contains.",
    "Run `glrunner resume`.",
  ),
  "run-in-progress": failed(
    "Another run of this cluster is in progress on this machine.",
    "Wait for the run to end, or interrupt it with Ctrl-C.",
  ),
  "run-maybe-in-progress": failed(
    "The lock of a run exists, and its process cannot be checked from this machine.",
    "Wait until it ends. If you are certain that its machine no longer exists, run `glrunner unlock`.",
  ),
  "run-lock-unreadable": failed(
    "The lock file of a run cannot be read.",
    "Make sure that no run is in progress, then remove the lock file.",
  ),
  "stage-above-deployed": failed(
    "A stage that is still deployed depends on the stage that you want to destroy.",
    "Destroy both stages: `glrunner destroy` without a stage destroys them in order.",
  ),
  "stage-below-not-deployed": failed(
    "The stage depends on another stage that is not deployed.",
    "Deploy the other stage first, or run `glrunner deploy` without a stage.",
  ),
  "stage-not-healthy": failed(
    "The stage was applied but is not ready for the next stage.",
    "Do what the message asks for, then run `glrunner resume`.",
  ),
  "state-of-another-owner": failed(
    "The state belongs to another cluster, Region or account.",
    "Use the configuration of that cluster, or set a separate place for the state of this one.",
  ),
  "state-unusable": failed(
    "A state cannot be read, and glrunner does not replace it without proof.",
    "Keep a copy of the file, then do what the message asks for.",
  ),
  "state-was-moved": failed(
    "The state was moved away from where this configuration keeps it.",
    "Use the configuration with the new place.",
  ),
  "terraform-failed": failed(
    "Terraform reported an error that the error catalogue does not know.",
    "Read the error and fix its cause, then run `glrunner resume`.",
  ),
  "terraform-may-run": failed(
    "Terraform of a lost run may still be running on another machine.",
    "If you are certain that the other machine no longer exists, run `glrunner unlock`, then `glrunner resume`.",
  ),
  "tokens-missing": failed(
    "The configuration refers to runner tokens that are not set in the environment.",
    "Set each variable: read -rs NAME && export NAME.",
  ),
  "git-missing": failed("git is not installed.", "Install git."),
  "git-failed": failed(
    "git could not fetch the pinned Terraform modules.",
    "Make sure that git can connect to the repository, then run the command again.",
  ),
  "git-settings-invalid": failed("GIT_CONFIG_COUNT is not a number.", "Run: unset GIT_CONFIG_COUNT."),
  "modules-tag-moved": failed(
    "The pinned tag of the module repository points to another commit.",
    "Do not deploy. Report it.",
  ),
  "modules-copy-damaged": failed(
    "The local copy of the module repository is damaged.",
    "Run the command again to fetch a new copy.",
  ),
} as const satisfies Readonly<Record<Exclude<RunCode, SharedCode>, MessageEntry>>;
