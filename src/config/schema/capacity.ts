import * as z from "zod";
import { int, number } from "./common";
import { capacityConstants, type CapacityConstantName } from "../../facts/capacity";

/** A constant of the model. Its description states the source of the default. */
function constant(name: CapacityConstantName, type: z.ZodNumber, description: string) {
  const { value, basis, from } = capacityConstants[name];
  const reason =
    basis === "source" ? `Source: ${from}` : `${basis === "measured" ? "Measured" : "Assumed"}: ${from}`;
  return type.default(value).describe(`${description} ${reason}.`);
}

const seconds = number(0, 86_400);
const cost = number(0, 60);
const rate = number(0.1, 100_000);
const count = int(0, 1_000_000);

export const capacitySchema = z
  .strictObject({
    jobSeconds: constant("jobSeconds", seconds, "Duration of a job's script, in seconds."),
    requestSeconds: constant("requestSeconds", cost, "Time of GitLab's answer to a job request, in seconds."),
    updateSeconds: constant(
      "updateSeconds",
      cost,
      "Time of the job's first update, in seconds. It also occupies the slot of the request.",
    ),
    askAgainSeconds: constant(
      "askAgainSeconds",
      cost,
      "Time from a received job to the next request, in seconds.",
    ),
    gitlabJobsPerSecond: rate
      .optional()
      .describe("Jobs a second that GitLab assigns to all managers together. Default: no known limit."),
    createCpuSeconds: constant(
      "createCpuSeconds",
      cost,
      "CPU time of a manager from the job request to the pod, in seconds.",
    ),
    jobCpuSeconds: constant("jobCpuSeconds", cost, "CPU time of a manager for a whole job, in seconds."),
    managerMiB: constant("managerMiB", count, "Memory of a manager without jobs, in MiB."),
    sessionMiB: constant("sessionMiB", number(0, 1024), "Memory of a manager for a running job, in MiB."),
    fargateVcpuQuota: constant("fargateVcpuQuota", count, "Fargate vCPU that the account may use."),
    launchesPerSecond: constant("launchesPerSecond", rate, "Pods a second that Fargate launches."),
    launchBurst: constant("launchBurst", count.min(1), "Pods that Fargate launches at once in a burst."),
    coldStartFromSeconds: constant(
      "coldStartFromSeconds",
      seconds,
      "Minimum cold start of a pod on Fargate, in seconds.",
    ),
    coldStartToSeconds: constant(
      "coldStartToSeconds",
      seconds,
      "Maximum cold start of a pod on Fargate, in seconds.",
    ),
    fargateRetries: z
      .boolean()
      .default(false)
      .describe(
        "Whether Fargate retries a pod for which it had no capacity. Assumed: never, the worst case (aws/containers-roadmap#2654).",
      ),
    spotVcpuQuota: constant("spotVcpuQuota", count, "vCPU of Spot instances that the account may use."),
    onDemandVcpuQuota: constant(
      "onDemandVcpuQuota",
      count,
      "vCPU of on-demand instances that the account may use.",
    ),
    spotPercent: number(1, 100)
      .optional()
      .describe(
        "Price of Spot instances in your account, in percent of the on-demand price. Default: unknown, at most the on-demand price.",
      ),
    nodeStartSeconds: constant("nodeStartSeconds", seconds, "Time until a new node is ready, in seconds."),
    podStartSeconds: constant("podStartSeconds", seconds, "Start time of a pod on a ready node, in seconds."),
    ecrPublicPullsPerSecond: constant("ecrPublicPullsPerSecond", rate, "Images a second from ECR Public."),
    ecrPrivatePullsPerSecond: constant(
      "ecrPrivatePullsPerSecond",
      rate,
      "Images a second from a private ECR.",
    ),
    dockerHubPulls: constant("dockerHubPulls", count, "Image pulls that Docker Hub allows one address."),
    addresses: count
      .optional()
      .describe(
        "Free addresses in the private subnets. Default: calculated from `network.cidr`; no limit for an existing VPC, which `glrunner check` looks up.",
      ),
  })
  .prefault({})
  .describe(
    "Constants of the model in `glrunner capacity`, each with its source. They do not change the deployment.",
  );
