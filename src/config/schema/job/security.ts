import * as z from "zod";
import { formed, linuxId } from "../common";

const seccomp = z
  .strictObject({
    type: z.enum(["RuntimeDefault", "Localhost", "Unconfined"]).describe("Type of the profile."),
    localhostProfile: z.string().optional().describe("File of the profile on the node, for `Localhost`."),
  })
  .optional()
  .describe("Seccomp profile.");

const capability = formed(/^[A-Z][A-Z0-9_]*$/, "a capability such as NET_ADMIN, without CAP_", 40);

const capabilities = z
  .strictObject({
    add: z.array(capability).optional().describe("Capabilities to add. Fargate allows none."),
    drop: z.array(capability).optional().describe("Capabilities to drop, or `ALL`."),
  })
  .optional()
  .describe("Linux capabilities.");

const user = {
  runAsUser: linuxId.optional().describe("Numeric user."),
  runAsGroup: linuxId.optional().describe("Numeric group."),
  runAsNonRoot: z.boolean().optional().describe("Whether Kubernetes refuses to start it as root."),
};

const container = (what: string) =>
  z
    .strictObject({
      ...user,
      privileged: z
        .boolean()
        .optional()
        .describe("Whether the container is privileged. Fargate runs no such container."),
      allowPrivilegeEscalation: z
        .boolean()
        .optional()
        .describe("Whether a process may gain more privileges than its parent."),
      readOnlyRootFilesystem: z.boolean().optional().describe("Whether the root file system is read-only."),
      capabilities,
      seccompProfile: seccomp,
    })
    .optional()
    .describe(`Security context of ${what}.`);

/** Source: gitlab-org/gitlab-runner common/config.go, Kubernetes*SecurityContext (19.4, 2026-08). */
export const securitySchema = z
  .strictObject({
    pod: z
      .strictObject({
        ...user,
        fsGroup: linuxId.optional().describe("Group that owns the volumes."),
        supplementalGroups: z.array(linuxId).max(100).optional().describe("Further groups of every process."),
        seccompProfile: seccomp,
      })
      .optional()
      .describe("Security context of the whole pod."),
    build: container("the build container"),
    helper: container("the helper container"),
    service: container("the service containers"),
    initPermissions: container("the container that prepares the directories"),
    capabilities,
  })
  .prefault({})
  .describe("Security contexts of a job. The capabilities here apply to all its containers.");
