import * as z from "zod";
import { capacityConstants, type CapacityConstantName } from "../../facts/capacity";

/** A default says where it comes from: nothing in the model is a number without a reason. */
function constant(name: CapacityConstantName, kind: z.ZodNumber, what: string) {
  const { value, basis, from } = capacityConstants[name];
  const reason =
    basis === "source" ? `Source: ${from}` : `${basis === "measured" ? "Measured" : "Assumed"}: ${from}`;
  return kind.default(value).describe(`${what} ${reason}.`);
}

const seconds = z.number().min(0).max(86_400);
const cost = z.number().min(0).max(60);
const rate = z.number().min(0.1).max(100_000);
const count = z.int().min(0).max(1_000_000);

export const capacitySchema = z
  .strictObject({
    jobSeconds: constant("jobSeconds", seconds, "Duration of a job's script, in seconds."),
    requestSeconds: constant("requestSeconds", cost, "GitLab's answer to a job request."),
    updateSeconds: constant(
      "updateSeconds",
      cost,
      "The job's first update, which holds the request's slot too.",
    ),
    askAgainSeconds: constant(
      "askAgainSeconds",
      cost,
      "Time from a received job to the next request, in seconds.",
    ),
    gitlabJobsPerSecond: rate
      .optional()
      .describe("Jobs that GitLab assigns a second to all managers together. Default: no known limit."),
    createCpuSeconds: constant("createCpuSeconds", cost, "CPU of a manager from the job request to the pod."),
    jobCpuSeconds: constant("jobCpuSeconds", cost, "CPU of a manager for a whole job."),
    managerMiB: constant("managerMiB", count, "Memory of a manager without jobs."),
    sessionMiB: constant(
      "sessionMiB",
      z.number().min(0).max(1024),
      "Memory of a manager for a job that runs.",
    ),
    fargateVcpuQuota: constant("fargateVcpuQuota", count, "vCPU of Fargate that the account may use."),
    launchesPerSecond: constant("launchesPerSecond", rate, "Pods that Fargate launches in a second."),
    launchBurst: constant("launchBurst", count.min(1), "Pods that Fargate launches at once."),
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
    onDemandVcpuQuota: constant("onDemandVcpuQuota", count, "vCPU of instances that the account may use."),
    spotPercent: z
      .number()
      .min(1)
      .max(100)
      .optional()
      .describe(
        "What Spot instances cost, in percent of their on-demand price, as your account sees it. Default: unknown, at most the on-demand price.",
      ),
    nodeStartSeconds: constant("nodeStartSeconds", seconds, "Time until a new node is ready, in seconds."),
    podStartSeconds: constant("podStartSeconds", seconds, "Start time of a pod on a ready node, in seconds."),
    ecrPublicPullsPerSecond: constant("ecrPublicPullsPerSecond", rate, "Images a second from ECR Public."),
    ecrPrivatePullsPerSecond: constant(
      "ecrPrivatePullsPerSecond",
      rate,
      "Images a second from a private ECR.",
    ),
    dockerHubPulls: constant("dockerHubPulls", count, "Image pulls that Docker Hub allows for one address."),
    addresses: count
      .optional()
      .describe(
        "Free addresses in the private subnets. Default: calculated from `network.cidr`; no limit for an existing VPC, which `glrunner check` looks up.",
      ),
  })
  .prefault({})
  .describe(
    "Constants with which `glrunner capacity` calculates, and how certain each one is. They change nothing that is deployed.",
  );
