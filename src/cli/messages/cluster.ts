/** The codes of commands that read or change a cluster, AWS resources, a state or a pipeline. */
import { connectionFix } from "../../clients/aws/aws-errors";
import type { KubeconfigCode } from "../../clients/kubernetes/kubeconfig";
import type { MoveCode } from "../../migrate/state-move/problem";
import { failed, nothingChecked, refused, type MessageEntry } from "./entry";

const kubeconfigMessages = {
  "aws-refused": failed(
    "AWS refuses the credentials or the call.",
    "Log in to AWS again, then run the same command.",
  ),
  "aws-unreachable": failed("This machine cannot connect to AWS.", connectionFix),
  "cluster-missing": failed(
    "The account has no cluster of this name, or its endpoint is not ready yet.",
    "Deploy the stage eks first, with the credentials of the same account.",
  ),
  "home-unknown": failed("The home directory is unknown.", "Set HOME, or KUBECONFIG to the file to write."),
  "kubeconfig-unreadable": failed(
    "The kubeconfig cannot be read, so it was not changed.",
    "Correct the file, or set KUBECONFIG to another one.",
  ),
} as const satisfies Readonly<Record<KubeconfigCode, MessageEntry>>;

const moveMessages = {
  "move-same-place": failed(
    "Both configurations keep the state in the same place.",
    "In --to, name a configuration that keeps the state in another place.",
  ),
  "move-another-cluster": failed(
    "The two configurations, or a state, belong to different clusters.",
    "Use two configurations of one cluster that differ in `state` or `layout`.",
  ),
  "move-nothing": failed(
    "No state contains resources.",
    "Make sure that --config names the old configuration.",
  ),
  "move-locked": failed("A state is locked.", "Wait for the run that holds it, then run the command again."),
  "move-target-not-empty": failed(
    "The new place already holds a state.",
    "Name an empty place, or remove the state there if you do not need it.",
  ),
  "move-no-such-stack": failed(
    "A resource belongs to no stack of the new layout.",
    "Deploy with the old configuration first, so that state and configuration agree.",
  ),
  "move-changed-meanwhile": failed(
    "The old state changed during the move. Nothing was removed from the old place.",
    "Run the command again when no deployment is in progress.",
  ),
  "move-not-what-was-written": failed(
    "The new place returned a state that differs from the one that was written.",
    "Keep using the old place, and check the new backend.",
  ),
  "move-plan-not-empty": failed(
    "A plan against the moved state is not empty.",
    "Deploy with the old configuration first, then move.",
  ),
  "move-terraform": failed(
    "Terraform could not read or write a state.",
    "Read the message of Terraform and fix its cause.",
  ),
} as const satisfies Readonly<Record<MoveCode, MessageEntry>>;

export const clusterMessages = {
  ...kubeconfigMessages,
  ...moveMessages,
  "kubectl-failed": failed(
    "kubectl could not read from the cluster.",
    "Use credentials that the cluster accepts, from an address that its endpoint allows.",
  ),
  "upgrade-adopted": refused(
    "Version set tutorial pins the published versions and has no upgrade path.",
    "Deploy a second cluster with version set current, and move the jobs to it.",
  ),
  "upgrade-target": refused(
    "The Kubernetes version of --to is older than the cluster's, EKS does not offer it, or no known Karpenter runs on it.",
    "Pass a version that the message names, or omit --to.",
  ),
  "upgrade-by-hand": refused(
    "The first step needs a value that glrunner does not know or that an environment variable sets.",
    "Find the value on the page that the message names, or set it in the variable that the message names.",
  ),
  "manager-missing": failed(
    "The cluster has no manager pod for the runner.",
    "Run `glrunner status`, then deploy the stage runners: `glrunner deploy runners`.",
  ),
  "log-unreadable": failed(
    "The log does not exist, or the cluster or CloudWatch refused to return it.",
    "Read the message, then run the command again.",
  ),
  "jobs-not-deleted": failed(
    "At least one pod was not deleted. Its row shows the reason.",
    "Read the row, then run the command again.",
  ),
  "lock-not-removed": failed(
    "A lock could not be removed.",
    "Release the lock with the tools of its backend, then run `glrunner resume`.",
  ),
  "sweep-refused": failed(
    "The sweep deletes nothing, because the cluster exists or its existence is unknown.",
    "Do what the message asks for.",
  ),
  "sweep-failed": failed(
    "At least one leftover resource could not be listed or deleted. Its row shows the reason.",
    "Read the row, then run `glrunner sweep` again.",
  ),
  "state-unreadable": refused("The file is not a Terraform state.", "Name the state file of the cluster."),
  "state-not-of-tutorial": refused(
    "The state belongs to a cluster that was not built from the tutorial.",
    "Use `glrunner init` without --from-state.",
  ),
  "old-runners-unreadable": refused(
    "The file is not a configuration of docker+machine runners.",
    "Name the config.toml of the old runner manager, or the variables of its Terraform module.",
  ),
  "check-errors": failed(
    "The check found errors. Each finding has its own code.",
    "Fix each finding of level error, then run `glrunner check` again.",
  ),
  "pipeline-refused": refused(
    "GitLab would refuse the whole pipeline. `details.problems` lists each problem with its own code.",
    "Correct every problem, then run the command again.",
  ),
  "pipeline-errors": failed(
    "Jobs of the pipeline would fail or never run. Each finding names its rule.",
    "Fix each finding of level error.",
  ),
  "pipeline-nothing-checked": nothingChecked(
    "The file has no jobs, so nothing was checked.",
    "Name the file that contains the jobs.",
  ),
} as const satisfies Readonly<Record<string, MessageEntry>>;
