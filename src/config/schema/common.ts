import { z } from "zod";

/** Kubernetes namespace, label value and object names: RFC 1123 labels. */
export const dnsLabel = (max = 63) =>
  z
    .string()
    .max(max)
    .regex(
      /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/,
      "lower-case letters, digits and hyphens; starts and ends with a letter or digit",
    );

/** A Kubernetes quantity of memory or storage: a whole number with Ki, Mi, Gi, Ti, k, M, G or T. */
export const quantity = z
  .string()
  .regex(/^[1-9]\d*(Ki|Mi|Gi|Ti|k|M|G|T)$/, "a Kubernetes quantity such as 512Mi or 2Gi");

export const tagMap = z.record(z.string().min(1).max(128), z.string().max(256));

export const arn = z.string().regex(/^arn:aws[a-z-]*:[a-z0-9-]+:[a-z0-9-]*:\d*:.+$/, "an ARN: arn:aws:...");
