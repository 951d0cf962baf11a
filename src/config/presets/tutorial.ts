import type { Preset } from "./preset";

export const tutorial: Preset = {
  summary: "the cluster of the GitLab tutorial of May 2023, to adopt or to tear down",
  purpose:
    'The cluster of the tutorial "Get started with GitLab EKS Fargate Runners" (May 2023), at its own addresses and with its own values. EKS no longer creates its Kubernetes version: this is there to adopt or to tear down a cluster that was built by hand. The tutorial installs its runners with Helm, outside Terraform.',
  input: {
    name: "glrunner",
    region: "us-west-2",
    layout: "single",
    versions: { set: "tutorial" },
    state: { backend: "local", directory: "~/tfstate" },
  },
  reasons: {
    name: "Change it if the cluster was built under another name.",
    region: "Change it if the cluster is elsewhere: the tutorial took $AWS_DEFAULT_REGION.",
    layout: "Change it when the cluster has been adopted, and its state is moved to a stack per stage.",
    versions: "Change it when the cluster has been adopted, to go on to versions that AWS supports.",
    state: "Change it to move the state to where a lost machine or session does not take it along.",
    "state.directory": "The tutorial's file there is runner.tfstate.",
  },
};
