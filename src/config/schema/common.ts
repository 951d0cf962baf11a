import * as z from "zod";

// Compiled validators cost more time than one parse saves: about a seventh of the CPU time of a synthesis.
z.config({ jitless: true });

/**
 * Text of a certain format.
 * @param description the format in words: for the messages of zod and of glrunner, and for `patternErrorMessage`, which editors show
 * @param max length in characters. @default no limit
 */
export const formed = (format: RegExp, description: string, max?: number) =>
  (max === undefined ? z.string() : z.string().max(max))
    .regex(format, description)
    .meta({ patternErrorMessage: description });

/** A whole number from `min` to `max`. */
export const int = (min: number, max: number) => z.int().min(min).max(max);

/** A number from `min` to `max`. */
export const number = (min: number, max: number) => z.number().min(min).max(max);

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

/** AWS tags. */
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

/** The ARN of an IAM identity that may administer a key. */
export const principalArn = formed(
  /^arn:aws[a-z-]*:iam::\d{12}:(root|(role|user)\/[\w+=,.@/-]+)$/,
  "the ARN of an IAM role, a user or an account: arn:aws:iam::ACCOUNT:role/NAME",
);

export const topicArn = formed(
  /^arn:aws[a-z-]*:sns:[a-z0-9-]+:\d{12}:[\w-]{1,256}$/,
  "the ARN of an SNS topic: arn:aws:sns:REGION:ACCOUNT:NAME",
);

export const region = formed(/^[a-z]{2}(-[a-z]+)+-\d$/, "a Region such as us-west-2");

/** An availability zone, such as us-west-2a. */
export const zone = formed(/^[a-z]{2}(-[a-z]+)+-\d[a-z]$/, "a zone such as us-west-2a");

/** Source: IAM API reference, CreateRole, PermissionsBoundary; IAM user guide, "IAM identifiers" (2026-11). */
export const policyArn = formed(
  /^arn:aws[a-z-]*:iam::(\d{12}|aws):policy\/([\w+=,.@-]+\/)*[\w+=,.@-]+$/,
  "the ARN of a managed policy: arn:aws:iam::ACCOUNT:policy/NAME",
);

export const labelValue = formed(
  /^([A-Za-z0-9]([-\w.]*[A-Za-z0-9])?)?$/,
  "a Kubernetes label value: letters, digits, - _ and .; starts and ends with a letter or digit",
  63,
);

/** A key of a Secret or a ConfigMap. */
export const fileKey = formed(/^[-._a-zA-Z0-9]+$/, "a key of letters, digits, hyphens, dots and _", 253);

export const containerImage = formed(/^[\w./:@-]+$/, "a container image", 500);

/** Environment variables by name. */
export const variables = z.record(
  formed(/^[A-Za-z_][A-Za-z0-9_]*$/, "a variable name: letters, digits and _", 255),
  z.string(),
);

/** A numeric user or group of Linux. */
export const linuxId = int(0, 4_294_967_295);

export const cidr = formed(/^\d{1,3}(\.\d{1,3}){3}\/\d{1,2}$/, "an IPv4 block such as 10.0.0.0/16");

export const bucket = formed(
  /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/,
  "a bucket name: 3 to 63 lower-case letters, digits, dots and hyphens",
);

/** A folder in a bucket, without a slash at its start or end. */
export const folder = formed(
  /^[\w.-]+(\/[\w.-]+)*$/,
  "a folder such as ci/runners, without slashes around it",
  200,
);
