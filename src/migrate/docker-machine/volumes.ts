/** Volumes of the Docker executor: host paths and paths kept between jobs, which pods on short-lived nodes do not have. */
import type { RunnerInput } from "../import-cluster/runner-input";
import type { CarriedOver } from "./old-runner";

type JobVolumes = NonNullable<NonNullable<RunnerInput["job"]>["volumes"]>;

const kept = new Set(["/cache", "/builds"]);

/**
 * @param key of the list, for findings
 * @returns the volumes of a pod, and what has none
 */
export function volumesOf(
  volumes: readonly string[],
  key: string,
): { readonly volumes?: JobVolumes; readonly findings: readonly CarriedOver[] } {
  const emptyDir: NonNullable<JobVolumes["emptyDir"]> = [];
  const findings: CarriedOver[] = [];
  for (const volume of volumes) {
    const [source = "", target] = volume.split(":");
    const at = `${key} ${volume}`;
    if (source === "/var/run/docker.sock")
      findings.push({
        key: at,
        what: "jobs used the Docker of their machine; a node has none",
        fix: "build images with Docker-in-Docker on a privileged runner, or with BuildKit (docs/pipelines.md)",
      });
    else if (target !== undefined)
      findings.push({
        key: at,
        what: "a directory of the machine",
        fix: "put its files into the image, or mount a claim, a Secret or a ConfigMap: runners[].job.volumes",
      });
    else if (source.startsWith("/certs")) {
      if (!emptyDir.some(({ mountPath }) => mountPath === source))
        emptyDir.push({ name: `certs-${emptyDir.length + 1}`, mountPath: source });
    } else if (!kept.has(source))
      findings.push({
        key: at,
        what: "a directory that outlived the job on its machine",
        fix: "use runners[].cache, or an empty directory: runners[].job.volumes.emptyDir",
      });
  }
  return { findings, ...(emptyDir.length > 0 && { volumes: { emptyDir } }) };
}
