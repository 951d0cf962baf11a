/** What `glrunner help` prints, and what the file `help` at the top of the repository holds. */
export const helpText = `glrunner: one configuration file becomes an EKS cluster that runs GitLab jobs on Fargate and Spot.

Usage: glrunner <command> [options]

  demo       the whole life of the configuration on this machine, without AWS
  synth      write the Terraform JSON of every stage and say what each holds
  check      read the configuration and report every problem at once
  modules    fetch the pinned Blueprints modules; prints exports for your shell
  emulate    up, env, status, down: an AWS and a cluster on this machine for cdktf and Terraform
  help       this page

Options
  -c, --config FILE   configuration           [GLRUNNER_CONFIG, else glrunner.yaml]
  -o, --output DIR    where synth writes      [CDKTF_OUTDIR, else cdktf.out]
      --json          results as JSON on stdout
      --creation-seconds N   of emulate up: how long a cluster and its parts take  [0]
  -h, --help          this page

Stages, in deploy order: vpc, eks, addons, runners. With cdktf's own commands:
  eval "$(npm run --silent glrunner modules)"      once per shell
  read -rs TF_VAR_fargate_token && export TF_VAR_fargate_token    one per token env:TF_VAR_...
  npx cdktf deploy vpc eks addons runners          reviews and asks at each stage
  npx cdktf diff addons                            plans one stage
  npx cdktf destroy runners addons eks vpc         the same stages backward

Examples
  glrunner check --config staging.yaml
  GLRUNNER__NAME=ci-eu GLRUNNER__REGION=eu-west-1 glrunner synth --output /tmp/out
  glrunner synth --json | jq '.stacks[].file'
  glrunner emulate up && eval "$(glrunner emulate env)" && npx cdktf deploy vpc

Exit codes: 0 done, 1 failed, 2 refused (configuration or usage).
Files: glrunner.yaml, cdktf.out/stacks/<stage>/cdk.tf.json, docs/configuration.md (every key).
`;
