/** An object of the cluster, as the API shows it. The data of a Secret is never shown. */
import * as z from "zod";

const texts = z.record(z.string(), z.string());

/** Other fields are kept unchanged. */
export const manifestSchema = z.looseObject({
  apiVersion: z.string(),
  kind: z.string(),
  metadata: z.looseObject({
    name: z.string(),
    namespace: z.string().optional(),
    labels: texts.optional(),
    annotations: texts.optional(),
    uid: z.string().optional(),
    resourceVersion: z.string().optional(),
    /** ISO 8601, whole seconds. */
    creationTimestamp: z.string().optional(),
  }),
});
export type Manifest = z.infer<typeof manifestSchema>;

/** An object, and how to remove it from the cluster. */
export interface ClusterObject {
  readonly object: Manifest;
  readonly remove: () => void;
}

/** Removes the data of a Secret. */
export function withoutSecrets(object: Manifest): Manifest {
  if (object.kind !== "Secret") return object;
  const hidden = ["data", "stringData"];
  const { apiVersion, kind, metadata } = object;
  const rest = Object.fromEntries(Object.entries(object).filter(([name]) => !hidden.includes(name)));
  return { ...rest, apiVersion, kind, metadata };
}

/** Unique in the cluster. */
export function identityOf({ apiVersion, kind, metadata }: Manifest): string {
  return `${apiVersion} ${kind} ${metadata.namespace ?? ""}/${metadata.name}`;
}

/** ISO 8601 in whole seconds, as Kubernetes writes a time. */
export function timestamp(date: Date): string {
  return date.toISOString().replace(/\.\d+Z$/, "Z");
}
