/** Codes of the runners. */
import { problemEntry, warningEntry, type ProblemEntry } from "./entry";

export const runnerCodes = {
  "runners-none": warningEntry(
    "The configuration has no runner, so the cluster runs no job of GitLab.",
    "Add a runner under runners.",
  ),
  "token-type-mismatch": problemEntry(
    "The token in the environment is of another type than tokenType says.",
    "Correct tokenType, or refer to another token.",
  ),
  "registration-token": warningEntry(
    "GitLab has deprecated registration tokens and will remove them.",
    "Create the runner in GitLab and use its authentication token (glrt-).",
  ),
  "token-variable-name": problemEntry(
    "The name after env: cannot be the name of a Terraform variable.",
    "Rename the environment variable.",
  ),
  "runner-duplicate": problemEntry("Two runners have the same name.", "Rename one of the two runners."),
  "runner-name-reserved": problemEntry(
    "Kubernetes already creates a ServiceAccount with this name in every namespace.",
    "Rename the runner.",
  ),
  "token-shared": problemEntry(
    "Two runners share a token but have different tags or settings, and GitLab keeps one set for each token.",
    "Use a token for each runner, or give both the same settings.",
  ),
  "runner-takes-nothing": problemEntry(
    "A runner without tags that also refuses untagged jobs never gets a job.",
    "Remove tags, or set runUntagged to true.",
  ),
  "tag-of-other-class": problemEntry(
    "The tag asks for another compute class than the runner has.",
    "Use the tag of the runner's own compute class.",
  ),
  "tags-same-for-classes": problemEntry(
    "Two runners of different compute classes have the same tags, so a job cannot choose between them.",
    "Add the compute class's own tag to each.",
  ),
  "tags-shared-with-spot": warningEntry(
    "A job with only the common tags may run on Spot or not, by chance.",
    "Add the tag of a compute class to such jobs.",
  ),
  "spot-untagged": problemEntry(
    "A runner with compute spot or spot-first must not take untagged jobs, because AWS may interrupt them.",
    "Remove runUntagged from the runner.",
  ),
  "spot-alone": problemEntry(
    "Jobs that must not be interrupted have no runner other than those on Spot or spot-first.",
    "Add a runner with compute fargate or on-demand for the same GitLab.",
  ),
  "spot-twin-unreachable": problemEntry(
    "No set of tags selects the other runners without Spot.",
    "Give one of the other runners a tag that no Spot runner has.",
  ),
  "namespace-reserved": problemEntry(
    "The namespace belongs to the system or to the runner managers.",
    "Use a namespace for jobs only.",
  ),
  "namespace-uncaught": problemEntry(
    "No Fargate profile selects the namespace of the jobs, so they would stay pending.",
    "Add a selector for the namespace.",
  ),
  "namespace-caught": problemEntry(
    "A Fargate profile selects the namespace, so jobs that are meant for nodes would run on Fargate.",
    "Use another namespace.",
  ),
  "fargate-privileged": problemEntry(
    "Fargate does not run privileged containers.",
    "Use compute on-demand, or build images without privileges.",
  ),
  "fargate-pod-setting": problemEntry(
    "Fargate does not run pods with this setting, so each job would wait until its poll timeout.",
    "Remove the setting, or use compute on-demand.",
  ),
  "chart-value-computed": problemEntry(
    "glrunner or the chart sets this entry of the chart's values itself.",
    "Remove it, and use the option of the runner.",
  ),
  "chart-value-secret": problemEntry(
    "Values of a chart are in the state, in plans and in the cluster, so they must hold no secret.",
    "Create a Secret yourself and refer to it.",
  ),
  "fargate-daemon-set": problemEntry(
    "Fargate runs no DaemonSet, and the cluster has no nodes.",
    "Run it as a sidecar, or use a class of nodes, such as on-demand.",
  ),
  "job-account-existing": problemEntry(
    "glrunner gives no rights in AWS to a service account that it does not create.",
    "Remove existing, or remove policyArns and policy.",
  ),
  "job-policy-too-long": problemEntry(
    "IAM refuses an inline policy of this length.",
    "Create a managed policy and add its ARN to policyArns.",
  ),
  "job-rights-all": warningEntry(
    "The jobs may do everything in the account, and so may anyone who can push to a project of the runner.",
    "Name the actions that the jobs need.",
  ),
  "gitlab-ca-unreadable": problemEntry(
    "The file of gitlabCa cannot be read.",
    "Correct the path. It is relative to the configuration file.",
  ),
  "gitlab-ca-private-key": problemEntry(
    "The file of gitlabCa holds a private key, which must not reach the cluster.",
    "Name a file that holds only certificates.",
  ),
  "gitlab-ca-form": problemEntry(
    "The file of gitlabCa is not a list of PEM certificates, and the runner reads no other format.",
    "Convert the certificate to PEM with openssl.",
  ),
  "gitlab-ca-expired": warningEntry("A certificate in the file of gitlabCa has expired.", "Replace it."),
  "gitlab-ca-twice": problemEntry("gitlabCa has a file and a secret.", "Remove one of the two."),
  "proxy-vpc-block": problemEntry(
    "The address block of an existing VPC is missing in proxy.no.",
    "Add the block of the VPC.",
  ),
  "proxy-twice": problemEntry(
    "A variable of the jobs is one that proxy sets for every job.",
    "Remove the variable.",
  ),
  "fargate-claim": warningEntry(
    "Fargate mounts only volumes of Amazon EFS, and glrunner cannot see which volume a claim is bound to.",
    "Check the claim's volume, or use a class of nodes, such as on-demand.",
  ),
  "fargate-node-choice": problemEntry(
    "Fargate has no nodes to choose from, so a node selector or a toleration has no effect there.",
    "Remove the setting, or use a class of nodes, such as on-demand.",
  ),
  "job-name-reserved": problemEntry(
    "glrunner sets this label, annotation or node label itself.",
    "Remove the entry, or use another name.",
  ),
  "mount-path-twice": problemEntry(
    "Two volumes of a job have the same mount path, and Kubernetes refuses such a pod.",
    "Give each volume a mount path of its own.",
  ),
  "pull-policy-not-allowed": problemEntry(
    "The runner refuses each job whose pull policy is not among the allowed ones.",
    "Add a policy of pullPolicy to allowed.pullPolicies.",
  ),
  "job-too-large": problemEntry(
    "The job requests more than the largest Fargate size.",
    "Reduce the job's CPU or memory, or use compute on-demand.",
  ),
  "ephemeral-too-large": problemEntry(
    "The job requests more ephemeral storage than Fargate has.",
    "Reduce ephemeralStorage, or use compute on-demand.",
  ),
  "manager-too-large": problemEntry(
    "The manager requests more than the largest Fargate size.",
    "Split the runner into several with the same token.",
  ),
  "build-on-fargate": problemEntry(
    "Fargate lets jobs build images neither with Docker nor with rootless BuildKit.",
    "Add a runner on nodes with a tag of its own for the jobs that build images.",
  ),
  "build-privileged": problemEntry(
    "A runner for rootless builds has privileged pods.",
    "Remove job.privileged, or use build: docker.",
  ),
  "warm-on-fargate": problemEntry(
    "Fargate has no nodes that could be kept warm.",
    "Remove warm, or use a compute class with nodes.",
  ),
  "warm-runner-chart": problemEntry(
    "The runner of this chart keeps no pause pods.",
    "Raise versions.runnerChart, or remove warm.",
  ),
  "warm-window-empty": problemEntry(
    "A window of warm.schedule ends before it starts.",
    "Set a later end, or split a window over midnight into two.",
  ),
  "warm-timezone-unknown": problemEntry(
    "The time zone of a window does not exist.",
    "Use a name of the IANA database, such as Europe/Berlin.",
  ),
  "warm-over-concurrent": problemEntry(
    "Room is kept for more jobs than the runner takes at once.",
    "Keep room for fewer jobs, or raise concurrent.",
  ),
  "warm-exceeds-pool": problemEntry(
    "The warm jobs request more vCPU than the node pool's maxCpu.",
    "Keep room for fewer jobs, or raise maxCpu.",
  ),
  "warm-node-too-small": problemEntry(
    "The node pool has a size with room for a pause pod, but not for a whole job.",
    "Remove the smallest sizes from the pool's cpus.",
  ),
  "cache-delete-objects": problemEntry(
    "glrunner creates this bucket, but the configuration does not say whether a destroy may delete its objects.",
    "Set deleteObjects to true or false.",
  ),
  "cache-not-created": problemEntry(
    "The key only has an effect on a bucket that glrunner creates.",
    "Set cache.create to true, or remove the key.",
  ),
  "cache-region": problemEntry(
    "glrunner creates buckets in the Region of the cluster only.",
    "Remove the cache's region, or create the bucket yourself.",
  ),
  "cache-differs": problemEntry(
    "Two runners name one bucket with different settings for its creation.",
    "Give both runners the same create, expireDays and deleteObjects.",
  ),
  "extra-toml-syntax": problemEntry(
    "extraToml is not valid TOML.",
    "Correct the text at the given position.",
  ),
  "extra-toml-shape": problemEntry(
    "extraToml does not have exactly one [[runners]] section.",
    "Use exactly one [[runners]] section.",
  ),
  "extra-toml-global": problemEntry(
    "The chart ignores keys outside [[runners]].",
    "Move the key into the [[runners]] section, or remove it.",
  ),
  "extra-toml-computed": problemEntry(
    "extraToml sets a key that glrunner sets itself.",
    "Use the configuration key that the problem names.",
  ),
  "extra-toml-twice": problemEntry(
    "An option and extraToml set one key of the runner to different values, of which one would be lost.",
    "Remove the key from extraToml, or remove the option.",
  ),
  "extra-toml-escape": problemEntry(
    "The setting would let a job leave the nodes or the namespace of its runner.",
    "Narrow the setting, or remove it.",
  ),
  "extra-toml-pattern": problemEntry(
    "glrunner cannot check in bounded time what this regular expression matches.",
    "Use a short expression without groups, such as ^team=[a-z]+$.",
  ),
} as const satisfies Readonly<Record<string, ProblemEntry>>;
