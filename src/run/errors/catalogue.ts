/**
 * Every error of Terraform that a run can handle. A run never retries any other error. The sections are in the order of
 * the documentation. If several entries match an error, the most cautious action counts.
 */
import { awsErrors } from "./entries/aws";
import { clusterErrors } from "./entries/cluster";
import { credentialErrors } from "./entries/credentials";
import { existsErrors } from "./entries/exists";
import { helmErrors } from "./entries/helm";
import { initErrors } from "./entries/init";
import { kubernetesErrors } from "./entries/kubernetes";
import { quotaErrors } from "./entries/quota";
import { stateErrors } from "./entries/state";
import { teardownErrors } from "./entries/teardown";
import type { CatalogueEntry } from "./entry";

interface CatalogueSection {
  readonly title: string;
  readonly entries: readonly CatalogueEntry[];
}

/** The catalogue by section. */
export const sections: readonly CatalogueSection[] = [
  { title: "Credentials", entries: credentialErrors },
  { title: "AWS", entries: awsErrors },
  { title: "Quotas and capacity", entries: quotaErrors },
  { title: "The cluster", entries: clusterErrors },
  { title: "Kubernetes", entries: kubernetesErrors },
  { title: "Helm charts", entries: helmErrors },
  { title: "Existing resources", entries: existsErrors },
  { title: "State", entries: stateErrors },
  { title: "Terraform and its providers", entries: initErrors },
  { title: "Teardown", entries: teardownErrors },
];

/** All entries. */
export const catalogue: readonly CatalogueEntry[] = sections.flatMap(({ entries }) => entries);
