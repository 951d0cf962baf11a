/**
 * The rules of `pipeline lint` and the reasons to refuse a whole file, each with its cause and the usual next step.
 * `docs/messages.md` is generated from this table.
 */
interface LintText {
  readonly cause: string;
  readonly nextStep: string;
}

const text = (cause: string, nextStep: string): LintText => ({ cause, nextStep });

const ruleTexts = {
  "no-runner": text(
    "No runner of the fleet takes the job, so it waits until GitLab ends it.",
    "Give the job the tags of a runner that can run it.",
  ),
  privileged: text(
    "The job needs a privileged container, and its runners have none.",
    "Give the job the tags of a privileged runner, or build images without privileges.",
  ),
  gpu: text("The job asks for a GPU, and its runners have none.", "Use a runner with GPU instances."),
  arm64: text(
    "The job's image or tag is for arm64, and its runners run amd64.",
    "Use an image for amd64, or a runner for arm64.",
  ),
  size: text(
    "The job asks for more CPU or memory than its runners can give a pod.",
    "Ask for less, or give the job the tags of a runner with larger pods.",
  ),
  storage: text(
    "The job asks for more ephemeral storage than Fargate gives a pod.",
    "Ask for less, or use a runner on nodes.",
  ),
  overwrite: text(
    "The job sets a variable of the Kubernetes executor that its runners do not allow it to set.",
    "Remove the variable, or allow it in the runner's configuration.",
  ),
  parallel: text(
    "GitLab refuses the number of parallel jobs, or the fleet runs them one after the other.",
    "Use fewer parallel jobs, or raise concurrent.",
  ),
  "rate-limited": text(
    "The image comes from a registry that limits anonymous pulls.",
    "Use a mirror or a cache of the registry.",
  ),
  "image-builder": text(
    "The job builds images with a program that cannot run on Fargate, or not without privileges.",
    "Use another builder, or give the job the tags of a runner that can run this one.",
  ),
  "allowed-image": text(
    "The runner does not allow an image or a service of the job, or one of its own services, and fails the job.",
    "Use an allowed image, or allow this one in the runner's configuration.",
  ),
  "pull-policy": text(
    "The runner does not allow the pull policy of the job's image, and fails the job.",
    "Use an allowed policy, or allow this one in the runner's configuration.",
  ),
  retry: text(
    "A reclaimed Spot instance fails the job, and GitLab does not retry it.",
    "Set retry for runner_system_failure.",
  ),
  "service-port": text(
    "Two services of the job listen on one port, and containers of a pod share one address.",
    "Give one of the services another port.",
  ),
  extends: text(
    "The chain of `extends` is circular, too long, or names a job that does not exist.",
    "Correct the job's `extends`.",
  ),
  "variable-option": text(
    "GitLab refuses a variable whose value is none of its `options`.",
    "Use one of the options as the value.",
  ),
  reference: text(
    "A !reference refers to itself, or names a key that does not exist.",
    "Correct the reference.",
  ),
  "duplicate-key": text(
    "A mapping has one key twice, and GitLab uses the last one.",
    "Remove one of the two keys.",
  ),
} as const;

const fileTexts = {
  "pipeline-syntax": text("The file is not YAML that GitLab reads.", "Correct the text at the given line."),
  "pipeline-not-a-mapping": text(
    "The top level of the file is not a mapping of jobs.",
    "Write jobs as keys.",
  ),
  "pipeline-date": text("GitLab does not read dates in a pipeline.", "Put the date in quotes."),
  "pipeline-alias-unknown": text(
    "An alias names an anchor that the text above it does not define.",
    "Correct the alias.",
  ),
  "pipeline-alias-circular": text("An alias is inside the value of its own anchor.", "Write the values out."),
  "pipeline-too-large": text("The file is larger than the limit.", "Split the file."),
  "pipeline-too-deep": text("The nesting exceeds the limit.", "Remove nested levels."),
  "pipeline-too-many-values": text("The file has more values than the limit.", "Split the file."),
  "pipeline-too-many-includes": text(
    "The pipeline includes more files than GitLab allows.",
    "Include fewer files.",
  ),
  "pipeline-expands-too-far": text(
    "Aliases, references or matrices expand beyond the limit.",
    "Write the values out instead of repeating them.",
  ),
} as const;

export const lintTexts = { ...ruleTexts, ...fileTexts } as const;

export type RuleName = keyof typeof ruleTexts;
export type PipelineProblemCode = keyof typeof fileTexts;
