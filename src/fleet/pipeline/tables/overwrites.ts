/**
 * Variables by which a job asks for another size than its runner's, and the setting of the runner without which they
 * have no effect. Source: gitlab-org/gitlab-runner docs/executors/kubernetes/_index.md, "Overwrite container
 * resources"; read 2026-11-28.
 */
const containers = ["", "HELPER_", "SERVICE_"] as const;
const quantities = ["CPU", "MEMORY", "EPHEMERAL_STORAGE"] as const;
const kinds = ["REQUEST", "LIMIT"] as const;

/** The setting by the variable: `KUBERNETES_CPU_LIMIT` needs `cpu_limit_overwrite_max_allowed`. */
export const overwrites: ReadonlyMap<string, string> = new Map(
  containers.flatMap((container) =>
    quantities.flatMap((quantity) =>
      kinds.map((kind) => {
        const name = `${container}${quantity}_${kind}`;
        return [`KUBERNETES_${name}`, `${name.toLowerCase()}_overwrite_max_allowed`] as const;
      }),
    ),
  ),
);
