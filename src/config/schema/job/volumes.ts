import * as z from "zod";
import { dnsLabel, fileKey, formed, quantity } from "../common";

const mountPath = formed(/^\/[^\s:]{0,500}$/, "an absolute path without spaces or colons");

const volume = {
  name: dnsLabel().describe("Name of the volume, unique in the pod."),
  mountPath: mountPath.describe("Directory in each container of the job."),
  subPath: formed(/^[^/\s][^\s]{0,500}$/, "a relative path")
    .optional()
    .describe("Path inside the volume. Default: the whole volume."),
};

const readOnly = z.boolean().optional().describe("Whether the mount is read-only. Default: false.");

/** A volume of files from a Secret or a ConfigMap, which has the name of the volume. */
const files = (kind: string) =>
  z.strictObject({
    ...volume,
    name: dnsLabel().describe(`Name of the ${kind} in the namespace of the jobs, and of the volume.`),
    readOnly,
    items: z
      .record(fileKey, z.string())
      .optional()
      .describe(`Key of the ${kind} to path below mountPath. Default: every key under its own name.`),
  });

/** Each list is one kind of volume. Source: gitlab-org/gitlab-runner common/config.go, KubernetesVolumes (19.4, 2026-08). */
export const volumesSchema = z
  .strictObject({
    emptyDir: z
      .array(
        z.strictObject({
          ...volume,
          medium: z
            .literal("Memory")
            .optional()
            .describe("A tmpfs in the memory of the pod. Default: its disk."),
          sizeLimit: quantity.optional().describe("Maximum size. Default: none."),
        }),
      )
      .max(50)
      .default([])
      .describe("Empty directories that end with the job, such as /certs for Docker-in-Docker."),
    pvc: z
      .array(
        z.strictObject({
          ...volume,
          name: dnsLabel().describe("Name of the claim in the namespace of the jobs, and of the volume."),
          readOnly,
        }),
      )
      .max(50)
      .default([])
      .describe("Persistent volume claims. Fargate mounts only claims of Amazon EFS."),
    secret: z.array(files("Secret")).max(50).default([]).describe("Secrets as files."),
    configMap: z.array(files("ConfigMap")).max(50).default([]).describe("ConfigMaps as files."),
    hostPath: z
      .array(
        z.strictObject({
          ...volume,
          hostPath: mountPath.describe("Path on the node."),
          readOnly,
        }),
      )
      .max(50)
      .default([])
      .describe("Directories of the node. All jobs on the node share them."),
  })
  .prefault({})
  .describe("Further volumes of each job pod.");
