/** The schema of a configuration file for editors: JSON Schema, draft 2020-12. */
import * as z from "zod";
import { configSchema } from "../schema";

export type JsonSchema = z.core.JSONSchema.BaseSchema;

/** The JSON Schema of the input, without defaults that editors need not show. */
export function configJsonSchema(): JsonSchema {
  const schema = z.toJSONSchema(configSchema, {
    io: "input",
    target: "draft-2020-12",
    // Without a limit of its own, a whole number has the limits of JavaScript, which editors need not show.
    override: ({ jsonSchema }) => {
      if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
      if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
    },
  });
  const { $schema, ...rest } = schema;
  return {
    ...($schema === undefined ? {} : { $schema }),
    title: "glrunner.yaml",
    description: "GitLab Runners on EKS Fargate and Spot: one configuration file for four Terraform stages.",
    ...rest,
  };
}
