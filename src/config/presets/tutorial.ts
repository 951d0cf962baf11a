import type { Preset } from "./preset";

export const tutorial: Preset = {
  summary: "the cluster of the GitLab tutorial of May 2023, to adopt or to tear down",
  purpose:
    'The cluster of the tutorial "Get started with GitLab EKS Fargate Runners" (May 2023), at its own addresses and with its own values. EKS no longer creates clusters of its Kubernetes version. Use this preset to adopt or to tear down a cluster that was built by hand. The tutorial installs its runners with Helm, outside Terraform.',
  input: {
    name: "glrunner",
    region: "us-west-2",
    layout: "single",
    versions: { set: "tutorial" },
    state: { backend: "local", directory: "~/tfstate" },
  },
  reasons: {
    name: "Change it if the cluster was built under another name.",
    region: "Change it if the cluster is in another Region: the tutorial used $AWS_DEFAULT_REGION.",
    layout: "Change it after you adopted the cluster, when you move its state to one stack per stage.",
    versions: "Change it after you adopted the cluster, to upgrade to versions that AWS supports.",
    state: "Change it to keep the state where it survives the loss of this machine or session.",
    "state.directory": "The tutorial's file in this folder is runner.tfstate.",
  },
};
