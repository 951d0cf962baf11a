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
    jobSeconds: constant("jobSeconds", seconds, "How long a job's script runs."),
    requestSeconds: constant("requestSeconds", cost, "GitLab's answer to a job request."),
    updateSeconds: constant(
      "updateSeconds",
      cost,
      "The job's first update, which holds the request's slot too.",
    ),
    askAgainSeconds: constant("askAgainSeconds", cost, "From a job taken to the next request."),
    gitlabJobsPerSecond: rate
      .optional()
      .describe(
        "Jobs that GitLab hands out in a second, to all managers together. Default: no limit is known.",
      ),
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
      "Shortest cold start of a pod on Fargate.",
    ),
    coldStartToSeconds: constant("coldStartToSeconds", seconds, "Longest cold start of a pod on Fargate."),
    fargateRetries: z
      .boolean()
      .default(false)
      .describe(
        "Whether Fargate tries a pod again that it had no room for. Assumed: never, the worst case (aws/containers-roadmap#2654).",
      ),
    spotVcpuQuota: constant("spotVcpuQuota", count, "vCPU of Spot instances that the account may use."),
    onDemandVcpuQuota: constant("onDemandVcpuQuota", count, "vCPU of instances that the account may use."),
    nodeStartSeconds: constant("nodeStartSeconds", seconds, "How long a node takes to come."),
    podStartSeconds: constant("podStartSeconds", seconds, "How long a pod takes on a node that is there."),
    ecrPublicPullsPerSecond: constant("ecrPublicPullsPerSecond", rate, "Images a second from ECR Public."),
    ecrPrivatePullsPerSecond: constant(
      "ecrPrivatePullsPerSecond",
      rate,
      "Images a second from a private ECR.",
    ),
    dockerHubPulls: constant("dockerHubPulls", count, "Images that Docker Hub gives to an address."),
    addresses: count
      .optional()
      .describe(
        "Addresses that are free in the private subnets. Default: from `network.cidr`; those of an existing VPC are not limited here, `glrunner check` asks AWS.",
      ),
  })
  .prefault({})
  .describe(
    "What `glrunner capacity` reckons with, and how sure each number is. Changes nothing that is deployed.",
  );
