import { presetNames } from "../../config/presets";
import { regions } from "../../facts/aws/regions";
import { noArguments } from "../definition/arguments";
import { defineCommand } from "../definition/command";
import { choice, flag, repeated, text } from "../definition/option";

export const init = defineCommand({
  name: "init",
  summary: "Write a configuration with comments",
  details:
    "Asks a few questions on a terminal, or takes the answers as options. An existing file is never overwritten. With --from-state, reads the configuration of a cluster that was built from the tutorial. With --from-runner-config or --from-tfvars, converts the runners of docker+machine.",
  arguments: noArguments,
  options: {
    preset: choice(presetNames, {
      placeholder: "NAME",
      meaning: "Start from this preset.",
      fallback: "small",
    }),
    name: text({ placeholder: "NAME", meaning: "Name the cluster." }),
    region: text({ placeholder: "REGION", meaning: "Create it in this AWS Region.", completes: regions }),
    gitlab: text({ placeholder: "URL", meaning: "Run the jobs of this GitLab.", fallback: "gitlab.com" }),
    allow: text({
      placeholder: "BLOCKS",
      meaning: "Let these address blocks reach the Kubernetes API, such as 203.0.113.7/32,198.51.100.0/24.",
    }),
    state: text({
      placeholder: "PLACE",
      meaning: "Keep Terraform's state here: local, or an address such as s3://bucket/prefix.",
    }),
    token: repeated(
      text({
        placeholder: "RUNNER=REFERENCE",
        meaning: "Say where a runner's token is, such as fargate=ssm:/ci/fargate.",
      }),
    ),
    "from-state": text({
      placeholder: "FILE",
      completes: "file",
      meaning: "Adopt the tutorial's cluster from this Terraform state.",
    }),
    "from-runner-config": text({
      placeholder: "FILE",
      completes: "file",
      meaning: "Convert the config.toml of a docker+machine runner.",
    }),
    "from-tfvars": text({
      placeholder: "FILE",
      completes: "file",
      meaning: "Convert variables of the module cattle-ops/terraform-aws-gitlab-runner.",
    }),
    output: text({
      short: "o",
      placeholder: "FILE",
      completes: "file",
      meaning: "Write the configuration to this file.",
      fallback: "GLRUNNER_CONFIG, else glrunner.yaml",
    }),
    yes: flag("Ask nothing: use the preset's values where no option gives one.", "y"),
  },
  examples: [
    { command: "glrunner init", purpose: "Answer the questions on a terminal." },
    {
      command: "glrunner init --preset small --state s3://bucket --output staging.yaml --yes",
      purpose: "Write staging.yaml without questions.",
    },
    {
      command: "glrunner init --from-state ~/tfstate/runner.tfstate",
      purpose: "Adopt a cluster that the tutorial built.",
    },
    {
      command: "glrunner init --from-runner-config /etc/gitlab-runner/config.toml --name ci",
      purpose: "Leave docker+machine: convert its runners.",
    },
  ],
  exits: { failed: "The file could not be written." },
  run: async (call) => (await import("../actions/init/init")).runInit(call),
});
