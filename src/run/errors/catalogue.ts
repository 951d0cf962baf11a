/**
 * Every error of Terraform that a run knows how to meet. What is not here is never retried. The order is that of the
 * documentation; no error should have two answers, and where it has, the most cautious one counts.
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

export const sections: readonly CatalogueSection[] = [
  { title: "Credentials", entries: credentialErrors },
  { title: "AWS", entries: awsErrors },
  { title: "Quotas and capacity", entries: quotaErrors },
  { title: "The cluster", entries: clusterErrors },
  { title: "Kubernetes", entries: kubernetesErrors },
  { title: "Helm charts", entries: helmErrors },
  { title: "What exists already", entries: existsErrors },
  { title: "State", entries: stateErrors },
  { title: "Terraform and its providers", entries: initErrors },
  { title: "Teardown", entries: teardownErrors },
];

export const catalogue: readonly CatalogueEntry[] = sections.flatMap(({ entries }) => entries);
