/** Converts volumes of the Docker executor. Host paths and paths that outlive a job do not exist on short-lived nodes. */
import type { RunnerInput } from "../runner-input";
import type { CarriedOver } from "./old-runner";

type JobVolumes = NonNullable<NonNullable<RunnerInput["job"]>["volumes"]>;

/** Paths that every pod has. */
const builtIn = new Set(["/cache", "/builds"]);

/**
 * @param key key of the list, as findings name it
 * @returns the volumes of a pod, and a finding for each volume without a counterpart
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
        what: "jobs used the Docker daemon of their machine; nodes have none",
        fix: "build images with Docker-in-Docker on a privileged runner, or with BuildKit (docs/pipelines.md)",
      });
    else if (target !== undefined)
      findings.push({
        key: at,
        what: "jobs used a directory of their machine",
        fix: "put its files into the image, or mount a claim, a Secret or a ConfigMap with runners[].job.volumes",
      });
    else if (source.startsWith("/certs")) {
      if (!emptyDir.some(({ mountPath }) => mountPath === source))
        emptyDir.push({ name: `certs-${emptyDir.length + 1}`, mountPath: source });
    } else if (!builtIn.has(source))
      findings.push({
        key: at,
        what: "a directory was kept on the machine after the job",
        fix: "use runners[].cache, or an empty directory with runners[].job.volumes.emptyDir",
      });
  }
  return { findings, ...(emptyDir.length > 0 && { volumes: { emptyDir } }) };
}
