/** The questions of `glrunner status` to AWS, the cluster and GitLab. Each ends with an answer or a reason why it has none. */
import { DescribeClusterCommand, EKSClient, ResourceNotFoundException } from "@aws-sdk/client-eks";
import { awsContext } from "../../clients/aws/aws-client";
import { awsAccess } from "../../clients/aws/aws-access";
import { messageOf } from "../../clients/system/error-message";
import { temporaryKubeconfig } from "../../clients/kubernetes/kubeconfig";
import { listObjects, type ClusterCall } from "../../clients/kubernetes/kubectl";
import { managerNamespace, type Config } from "../../config";
import type { Environment } from "../../config/environment";
import { managerLabel, ownerTags } from "../../config/resource-names";
import { listJobs } from "../../fleet/jobs/report/list-jobs";
import { readPod } from "../../fleet/jobs/pod";
import { gitlabOf, inputProblems, verifyRunners, type VerifiedRunner } from "../../fleet/runners";
import { known, unknown, within, type Observed } from "./observed";
import type { ClusterStatus, JobsStatus, ManagerStatus } from "./report";

/** Seconds that each question may take. */
const timeoutSeconds = 20;

/** Asks EKS about the cluster. A value of undefined: there is no cluster. */
export function askEks(
  { name, region }: Config,
  env: Environment,
): Promise<Observed<ClusterStatus | undefined>> {
  const client = new EKSClient({ ...awsAccess(region, env), maxAttempts: 2 });
  const asked = client.send(new DescribeClusterCommand({ name })).then(
    ({ cluster }): Observed<ClusterStatus | undefined> => {
      const { status = "", endpoint = "", version = "", platformVersion = "", health } = cluster ?? {};
      const issues = (health?.issues ?? []).map(({ code, message }) => message ?? code ?? "an unnamed issue");
      return known({ status, endpoint, kubernetes: version, platformVersion, issues });
    },
    (error: unknown) => {
      if (error instanceof ResourceNotFoundException) return known(undefined);
      return unknown(`AWS did not answer: ${messageOf(error)}`);
    },
  );
  return within(timeoutSeconds, asked).finally(() => {
    client.destroy();
  });
}

interface ClusterAnswers {
  readonly managers: Observed<readonly ManagerStatus[]>;
  readonly jobs: Observed<JobsStatus>;
}

/** Asks the Kubernetes API, with kubectl. */
export async function askCluster(config: Config, env: Environment, now: Date): Promise<ClusterAnswers> {
  const kubeconfig = await within(
    timeoutSeconds,
    temporaryKubeconfig({ config, env }).then((file) =>
      file === undefined ? unknown("the cluster has no endpoint") : known(file),
    ),
  );
  if (!kubeconfig.known) return { managers: kubeconfig, jobs: kubeconfig };
  try {
    const call: ClusterCall = { kubeconfig: kubeconfig.value.path, env };
    const [managers, jobs] = await Promise.all([
      within(timeoutSeconds, askManagers(config, call)),
      within(timeoutSeconds, askJobs(config, call, now)),
    ]);
    return { managers, jobs };
  } finally {
    kubeconfig.value.remove();
  }
}

async function askManagers(
  { runners }: Config,
  call: ClusterCall,
): Promise<Observed<readonly ManagerStatus[]>> {
  const found = await listObjects(call, [
    "pods",
    "--namespace",
    managerNamespace,
    "--selector",
    managerLabel,
  ]);
  if (!found.ok) return unknown(found.reason);
  const pods = found.items.flatMap((item) => readPod(item) ?? []);
  return known(
    runners.map(({ name: runner }): ManagerStatus => {
      const own = pods.filter(({ labels, ending }) => labels.get(managerLabel) === runner && !ending);
      if (own.some(({ running }) => running.length > 0)) return { runner, state: "up" };
      return { runner, state: own.some(({ phase }) => phase === "Pending") ? "starting" : "down" };
    }),
  );
}

async function askJobs(config: Config, call: ClusterCall, now: Date): Promise<Observed<JobsStatus>> {
  const found = await listJobs(call, { config, now });
  if (!found.ok) return unknown(found.message);
  const sum = (of: "running" | "pending") => found.runners.reduce((all, each) => all + each[of], 0);
  return known({ running: sum("running"), pending: sum("pending"), stuck: found.hung.length });
}

/** Asks GitLab about the runners, if GITLAB_TOKEN is set. */
export function askGitLab(config: Config, env: Environment): Promise<Observed<readonly VerifiedRunner[]>> {
  const accessToken = env.GITLAB_TOKEN;
  const [first] = config.runners;
  if (first === undefined) return Promise.resolve(known([]));
  if (accessToken === undefined) return Promise.resolve(unknown("GITLAB_TOKEN is not set"));
  const [problem] = inputProblems({ config, names: [], accessToken, to: "look" });
  if (problem !== undefined) return Promise.resolve(unknown(problem.what));
  const aws = () => awsContext(awsAccess(config.region, env));
  const stores = {
    ...{ env, aws, renew: () => undefined },
    tags: ownerTags(config.name, config.versions.set),
  };
  const gitlab = gitlabOf(config, first, env, accessToken);
  return within(timeoutSeconds, verifyRunners(gitlab, config.runners, stores).then(known));
}
