/**
 * GitLab's Terraform report, which a merge request shows. A replacement counts as a deletion and a creation, as in
 * GitLab's own conversion. Source: docs.gitlab.com/ci/yaml/artifacts_reports, "artifacts:reports:terraform", and
 * docs.gitlab.com/user/infrastructure/iac/mr_integration; read 2026-11-24.
 */
import type { Review } from "../stage-review";
import { totals } from "./labels";

interface GitlabReport {
  readonly create: number;
  readonly update: number;
  readonly delete: number;
}

/** The counts of all stages for `artifacts:reports:terraform`. Imports, reads and forgotten resources do not count. */
export function gitlabReport(review: Review): GitlabReport {
  const counts = totals(review);
  return {
    create: counts.create + counts.replace,
    update: counts.update,
    delete: counts.delete + counts.replace,
  };
}
