/** The schema of the configuration for editors: JSON Schema, draft 2020-12, of what may be written. */
import * as z from "zod";
import { configSchema } from "../schema";

export type JsonSchema = z.core.JSONSchema.BaseSchema;

export function configJsonSchema(): JsonSchema {
  const made = z.toJSONSchema(configSchema, {
    io: "input",
    target: "draft-2020-12",
    // Whole numbers without a limit of their own have that of the language, which says nothing.
    override: ({ jsonSchema }) => {
      if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
      if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
    },
  });
  const { $schema, ...rest } = made;
  return {
    ...($schema === undefined ? {} : { $schema }),
    title: "glrunner.yaml",
    description: "GitLab Runners on EKS Fargate and Spot: one configuration file for four Terraform stages.",
    ...rest,
  };
}
