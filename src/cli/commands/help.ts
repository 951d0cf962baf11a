/** What `glrunner help` prints, and what the file `help` at the top of the repository holds. */
export const helpText = `glrunner: one configuration file becomes an EKS cluster that runs GitLab jobs on Fargate and Spot.

Usage: glrunner <command> [options]   of plan, deploy, destroy: [vpc] [eks] [addons] [runners], default: all

  init       write a configuration with comments; presets: tutorial, small, standard, thousand
  bootstrap  bring Terraform and folders off the home, or repair a lost session; exports, for eval
  demo       the whole life of the configuration on this machine, without AWS
  synth      write the Terraform JSON of every stage and say what each holds
  check      configuration, machine, credentials, account, versions and tokens; changes nothing
  capacity   how long --jobs N take, what limits the fleet first, what to change; --chart FILE.svg or .html
  plan       review what a deploy would do; --journey: all, from nothing; --report FILE.html, .md or .json (GitLab)
  deploy     stage by stage: plan, review, approval, exactly that applied
  status     what the last runs did, and who runs now
  resume     finish a run that was lost or failed; adopts what exists and is in no state; unlock: its locks
  destroy    the stages backward, then what AWS leaves behind; sweep: that alone, of a cluster that is gone
  jobs       what runs, since when, on what, at what price; clean --older-than 2h: deletes what hangs
  price, pipeline generate|lint, state move, kubeconfig, policy, versions, eject FOLDER, modules, completion SHELL, help
  runners    create|verify|rotate|pause|resume: those in GitLab; --group G or --project P, --all  [GITLAB_TOKEN]
  emulate    up, env, status, down: an AWS and a cluster on this machine

Options
  -c, --config FILE   configuration           [GLRUNNER_CONFIG, else glrunner.yaml]
  -o, --output DIR    where synth writes      [CDKTF_OUTDIR, else cdktf.out]; of init, the file
      --preset P, --name N, --region R, --state PLACE, --token RUNNER=REFERENCE   answers of init; -y asks none
      --from-state F  of init: the tutorial's cluster, read from its Terraform state
  -y, --yes           approve plans that lose nothing; --allow-loss: also what holds data or identity
      --confirm NAME  the cluster's name: approves its destroy
      --format F      of plan: terminal, markdown, html, gitlab; of lint: codequality;  --json  any result as JSON
      --on DATE       judge versions on that day;  --offline  ask nothing of AWS;  --dry-run  only look
      --workspace DIR, --terraform FILE, --mirror URL, --checksum SHA256, --home kept|lost   of bootstrap

Examples
  glrunner init --preset small --state s3://bucket --output staging.yaml && glrunner check -c staging.yaml
  read -rs TF_VAR_fargate_token && export TF_VAR_fargate_token    one per token env:TF_VAR_...
  glrunner plan --journey --report plan.html; glrunner deploy --yes && glrunner kubeconfig
  eval "$(glrunner modules)" && npx cdktf deploy vpc     cdktf's own commands work too
  glrunner emulate up && eval "$(glrunner emulate env)" && glrunner deploy vpc

Exit codes: 0 done, 1 failed, 2 refused (configuration or usage). Every key: docs/configuration.md.
`;
