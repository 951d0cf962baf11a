/**
 * GitLab and its runners in an interruption: each job is a pod on the emulated cluster, with what its runner's configuration gives
 * every job's pod. A pod that is gone before its job has ended fails the job with `runner_system_failure`, and GitLab starts it
 * again if the job's `retry` covers that and has not been used up.
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

interface PipelineJob {
  readonly name: string;
  status: JobStatus;
  attempts: number;
}

interface Planned extends PipelineJob {
  readonly template: Manifest;
  readonly retries: number;
}

export class PipelineStandIn {
  private readonly planned: readonly Planned[];

  /** @param pipeline jobs by name, as in `.gitlab-ci.yml`, with their variables replaced */
  constructor(
    private readonly cluster: EmulatedKubernetes,
    config: Config,
    pipeline: Readonly<Record<string, unknown>>,
  ) {
    this.planned = Object.entries(pipeline).flatMap(([name, job]) => {
      const { tags, retry, parallel } = jobSchema.parse(job);
      const retries = ["runner_system_failure", "always"].includes(retry.when) ? retry.max : 0;
      return Array.from({ length: parallel }, (_, index) => ({
        ...{ name: parallel === 1 ? name : `${name}-${index + 1}`, status: "running" as const, attempts: 0 },
        ...{ retries, template: podTemplate(config, tags) },
      }));
    });
    for (const job of this.planned) this.start(job);
  }

  get jobs(): readonly PipelineJob[] {
    return this.planned.map(({ name, status, attempts }) => ({ name, status, attempts }));
  }

  /** Undefined while a job runs. */
  get status(): Exclude<JobStatus, "running"> | undefined {
    if (this.planned.some(({ status }) => status === "running")) return undefined;
    return this.planned.every(({ status }) => status === "success") ? "success" : "failed";
  }

  /** The pod of a job's last attempt. */
  podOf(name: string): string {
    const job = this.planned.find((each) => each.name === name);
    if (job === undefined) throw new Error(`no job ${name}`);
    return podName(job);
  }

  /** The runners see which pods are gone. */
  watch(): void {
    for (const job of this.planned) {
      if (job.status !== "running" || this.podExists(job)) continue;
      if (job.attempts > job.retries) job.status = "failed";
      else this.start(job);
    }
  }

  /** Every job whose pod is on a node, or on Fargate, ends well. */
  finish(): void {
    for (const job of this.planned) {
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

  private start(job: Planned): void {
    job.attempts += 1;
    const { metadata, ...rest } = job.template;
    this.cluster.add({ ...rest, metadata: { ...metadata, name: podName(job) } });
  }

  private podExists(job: Planned): boolean {
    return this.find(job) !== undefined;
  }

  private find(job: Planned): Manifest | undefined {
    return this.cluster
      .objects()
      .map(({ object }) => object)
      .find(({ kind, metadata }) => kind === "Pod" && metadata.name === podName(job));
  }
}

const podName = ({ name, attempts }: PipelineJob) => `runner-abc-project-7-${name}-${attempts}`;

/** What the only runner that takes these tags gives its pods. */
function podTemplate(config: Config, tags: readonly string[]): Manifest {
  const [runner, ...others] = takersOf(config.runners, tags);
  if (runner === undefined || others.length > 0) throw new Error(`not one runner for ${tags.join()}`);
  return jobPodOf(config, runner);
}
