/** Converts volumes of the Docker executor. Host paths and paths that outlive a job do not exist on short-lived nodes. */
import type { RunnerInput } from "../runner-input";
import { finding, type CarriedOver } from "./old-runner";

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
    const report = (what: string, fix: string) => findings.push(finding(`${key} ${volume}`, what, fix));
    if (source === "/var/run/docker.sock")
      report(
        "jobs used the Docker daemon of their machine; nodes have none",
        "build images with Docker-in-Docker on a privileged runner, or with BuildKit (docs/pipelines.md)",
      );
    else if (target !== undefined)
      report(
        "jobs used a directory of their machine",
        "put its files into the image, or mount a claim, a Secret or a ConfigMap with runners[].job.volumes",
      );
    else if (source.startsWith("/certs")) {
      if (!emptyDir.some(({ mountPath }) => mountPath === source))
        emptyDir.push({ name: `certs-${emptyDir.length + 1}`, mountPath: source });
    } else if (!builtIn.has(source))
      report(
        "a directory was kept on the machine after the job",
        "use runners[].cache, or an empty directory with runners[].job.volumes.emptyDir",
      );
  }
  return { findings, volumes: emptyDir.length > 0 ? { emptyDir } : undefined };
}
