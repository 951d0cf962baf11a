/**
 * Simulates GitLab and its runners in an interruption. Each job is a pod on the emulated cluster with the settings of its
 * runner's configuration. If the pod is deleted before the job ends, the job fails with `runner_system_failure`. GitLab
 * retries the job if its `retry` covers this failure and retries remain.
 * Source: gitlabhq/gitlab-runner@d79f3e7b:executors/kubernetes/internal/watchers/pod.go (a deleted pod) and
 * executors/kubernetes/kubernetes.go; gitlab-org/gitlab doc/ci/yaml/_index.md, "retry", "retry:when". Read 2026-11-30.
 */
import { z } from "zod";
import type { Config } from "../../../src/config";
import { takersOf } from "../../../src/config/resolve/routing";
import type { EmulatedKubernetes } from "../../../src/emulator/kubernetes";
import { clusterCreator } from "../../../src/emulator/kubernetes/authorizer";
import { answerApi } from "../../../src/emulator/kubernetes/api";
import type { Manifest } from "../../../src/emulator/kubernetes/object";
import { jobPodOf, podSchema } from "./placement";

const jobSchema = z.object({
  tags: z.array(z.string()),
  retry: z.object({ max: z.number(), when: z.string() }).default({ max: 0, when: "always" }),
  parallel: z.number().default(1),
});
type JobStatus = "running" | "success" | "failed";

/** The visible state of a job. */
interface PipelineJob {
  readonly name: string;
  status: JobStatus;
  /** The number of started attempts. */
  attempts: number;
}

interface ScheduledJob extends PipelineJob {
  readonly template: Manifest;
  readonly retries: number;
}

/** A pipeline whose progress a test controls. */
export class PipelineStandIn {
  private readonly scheduled: readonly ScheduledJob[];

  /** Starts all jobs. @param pipeline jobs by name as in `.gitlab-ci.yml`, with variables already expanded */
  constructor(
    private readonly cluster: EmulatedKubernetes,
    config: Config,
    pipeline: Readonly<Record<string, unknown>>,
  ) {
    this.scheduled = Object.entries(pipeline).flatMap(([name, job]) => {
      const { tags, retry, parallel } = jobSchema.parse(job);
      const retries = ["runner_system_failure", "always"].includes(retry.when) ? retry.max : 0;
      return Array.from({ length: parallel }, (_, index) => ({
        ...{ name: parallel === 1 ? name : `${name}-${index + 1}`, status: "running" as const, attempts: 0 },
        ...{ retries, template: podTemplate(config, tags) },
      }));
    });
    for (const job of this.scheduled) this.start(job);
  }

  get jobs(): readonly PipelineJob[] {
    return this.scheduled.map(({ name, status, attempts }) => ({ name, status, attempts }));
  }

  /** The status of the pipeline; undefined while a job runs. */
  get status(): Exclude<JobStatus, "running"> | undefined {
    if (this.scheduled.some(({ status }) => status === "running")) return undefined;
    return this.scheduled.every(({ status }) => status === "success") ? "success" : "failed";
  }

  /** Returns the name of the pod of a job's last attempt. */
  podOf(name: string): string {
    const job = this.scheduled.find((candidate) => candidate.name === name);
    if (job === undefined) throw new Error(`no job ${name}`);
    return podName(job);
  }

  /** Lets the runners notice deleted pods: each affected job fails or is retried. */
  watch(): void {
    for (const job of this.scheduled) {
      if (job.status !== "running" || this.podExists(job)) continue;
      if (job.attempts > job.retries) job.status = "failed";
      else this.start(job);
    }
  }

  /** Ends every job successfully whose pod is on a node or on Fargate, and deletes its pod. */
  finish(): void {
    for (const job of this.scheduled) {
      const pod = this.find(job);
      if (job.status !== "running" || pod === undefined) continue;
      const { nodeSelector, nodeName } = podSchema.parse(pod).spec;
      if (Object.keys(nodeSelector).length > 0 && nodeName === undefined) continue;
      job.status = "success";
      const { namespace = "", name } = pod.metadata;
      const path = `/api/v1/namespaces/${namespace}/pods/${name}`;
      answerApi(this.cluster, clusterCreator, { method: "DELETE", path, query: new URLSearchParams() });
    }
  }

  private start(job: ScheduledJob): void {
    job.attempts += 1;
    const { metadata, ...rest } = job.template;
    this.cluster.add({ ...rest, metadata: { ...metadata, name: podName(job) } });
  }

  private podExists(job: ScheduledJob): boolean {
    return this.find(job) !== undefined;
  }

  private find(job: ScheduledJob): Manifest | undefined {
    return this.cluster
      .objects()
      .map(({ object }) => object)
      .find(({ kind, metadata }) => kind === "Pod" && metadata.name === podName(job));
  }
}

const podName = ({ name, attempts }: PipelineJob) => `runner-abc-project-7-${name}-${attempts}`;

/** Returns the pod of a job with these tags. @throws Error unless exactly one runner accepts them */
function podTemplate(config: Config, tags: readonly string[]): Manifest {
  const [runner, ...others] = takersOf(config.runners, tags);
  if (runner === undefined || others.length > 0) throw new Error(`not one runner for ${tags.join()}`);
  return jobPodOf(config, runner);
}
