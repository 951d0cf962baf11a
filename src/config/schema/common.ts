import * as z from "zod";

// Compiling validators costs more than one parse saves: about a seventh of a synthesis's CPU time.
z.config({ jitless: true });

/**
 * Text of a certain form. What the form is in words serves three times: zod's message, ours, and that of editors,
 * which know `patternErrorMessage`.
 */
export const formed = (form: RegExp, saying: string, max?: number) =>
  (max === undefined ? z.string() : z.string().max(max))
    .regex(form, saying)
    .meta({ patternErrorMessage: saying });

/** Kubernetes namespace, label value and object names: RFC 1123 labels. */
export const dnsLabel = (max = 63) =>
  formed(
    /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/,
    "lower-case letters, digits and hyphens; starts and ends with a letter or digit",
    max,
  );

/** A Kubernetes quantity of memory or storage: a whole number with Ki, Mi, Gi, Ti, k, M, G or T. */
export const quantity = formed(
  /^[1-9]\d{0,11}(Ki|Mi|Gi|Ti|k|M|G|T)$/,
  "a Kubernetes quantity such as 512Mi or 2Gi",
);

export const tagMap = z.record(
  // Source: AWS General Reference, "Tag naming limits and requirements".
  formed(/^[\p{L}\p{Z}\p{N}_.:/=+\-@]+$/u, "letters, digits, spaces and _ . : / = + - @", 128),
  formed(/^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u, "letters, digits, spaces and _ . : / = + - @", 256),
);

export const arn = formed(/^arn:aws[a-z-]*:[a-z0-9-]+:[a-z0-9-]*:\d*:.+$/, "an ARN: arn:aws:...");

export const keyArn = formed(
  /^arn:aws[a-z-]*:kms:[a-z0-9-]+:\d{12}:key\/[\w-]+$/,
  "the ARN of a KMS key, not of an alias: arn:aws:kms:REGION:ACCOUNT:key/ID",
);

export const principalArn = formed(
  /^arn:aws[a-z-]*:iam::\d{12}:(root|(role|user)\/[\w+=,.@/-]+)$/,
  "the ARN of an IAM role, a user or an account: arn:aws:iam::ACCOUNT:role/NAME",
);

export const topicArn = formed(
  /^arn:aws[a-z-]*:sns:[a-z0-9-]+:\d{12}:[\w-]{1,256}$/,
  "the ARN of an SNS topic: arn:aws:sns:REGION:ACCOUNT:NAME",
);

export const region = formed(/^[a-z]{2}(-[a-z]+)+-\d$/, "a Region such as us-west-2");

export const cidr = formed(/^\d{1,3}(\.\d{1,3}){3}\/\d{1,2}$/, "an IPv4 block such as 10.0.0.0/16");

export const bucket = formed(
  /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/,
  "a bucket name: 3 to 63 lower-case letters, digits, dots and hyphens",
);

/** A folder in a bucket: no leading or trailing slash. */
export const folder = formed(
  /^[\w.-]+(\/[\w.-]+)*$/,
  "a folder such as ci/runners, without slashes around it",
  200,
);
