/**
 * Two volumes of a job at one mount path, which Kubernetes refuses. Volumes come from `job`, `extraToml` and `gitlabCa`.
 * Source: kubernetes/kubernetes pkg/apis/core/validation, ValidateVolumeMounts: "must be unique".
 */
import { isMapping, type Path } from "../paths";
import type { FleetEntry } from "../input/parse-sections";
import { jobCertificates } from "../resolve/gitlab-ca";
import { readToml, tomlValues } from "../runner-toml/read";
import { needs, type Rule } from "./rule";

interface Mount {
  readonly mountPath: string;
  readonly path: Path;
}

const kinds = ["emptyDir", "pvc", "secret", "configMap", "hostPath"] as const;

function ofOptions({ index, runner: { job } }: FleetEntry): readonly Mount[] {
  return kinds.flatMap((kind) =>
    job.volumes[kind].map(({ mountPath }, at) => ({
      mountPath,
      path: ["runners", index, "job", "volumes", kind, at, "mountPath"],
    })),
  );
}

function ofToml({ index, runner: { extraToml = "" } }: FleetEntry): readonly Mount[] {
  const read = readToml(extraToml);
  const sections: unknown = read.ok ? read.toml.runners : undefined;
  const section: unknown = Array.isArray(sections) ? sections[0] : undefined;
  return tomlValues(section, ["kubernetes", "volumes"])
    .flatMap((volumes) => (isMapping(volumes) ? Object.values(volumes) : []))
    .flat()
    .flatMap((volume) => tomlValues(volume, ["mount_path"]))
    .flatMap((mountPath) =>
      typeof mountPath === "string" ? [{ mountPath, path: ["runners", index, "extraToml"] }] : [],
    );
}

export const mountPaths: Rule = needs(["fleet", "gitlabCa"], ({ fleet, gitlabCa }) => {
  const hasCa = gitlabCa.file !== undefined || gitlabCa.secret !== undefined;
  const ofCa: readonly Mount[] = hasCa ? [{ mountPath: jobCertificates.folder, path: ["gitlabCa"] }] : [];
  return fleet.map((entry) => {
    const mounts = [...ofCa, ...ofOptions(entry), ...ofToml(entry)].map(({ mountPath, path }) => ({
      path,
      value: mountPath.replace(/(.)\/+$/, "$1"),
    }));
    return mounts
      .filter(({ value }, at) => mounts.findIndex((other) => other.value === value) < at)
      .map((mount) => ({
        ...mount,
        code: "mount-path-twice",
        message: "another volume of the job has this mount path, and Kubernetes refuses such a pod",
        allowed: "a mount path for each volume",
        fix: "use another path",
      }));
  });
});
