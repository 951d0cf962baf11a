/** How adoption finds the resources of each type that the stages create, and the id with which Terraform imports them. */
import { clusterObjectRows } from "./cluster-objects";
import { eksRows } from "./eks";
import { iamRows } from "./iam";
import { networkRows } from "./network";
import type { AdoptRow } from "./row";
import { serviceRows } from "./services";

/** By Terraform resource type. */
export const adoptTable: ReadonlyMap<string, AdoptRow> = new Map(
  Object.entries({ ...networkRows, ...eksRows, ...iamRows, ...serviceRows, ...clusterObjectRows }),
);
