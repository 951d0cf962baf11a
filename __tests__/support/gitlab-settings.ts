/** The runner settings that GitLab accepts, and its error messages for the others. */
import { z } from "zod";

/** A runner as GitLab stores it. */
export interface StoredRunner {
  readonly id: number;
  readonly runner_type: "instance_type" | "group_type" | "project_type";
  readonly owner?: number;
  description: string;
  maintenance_note: string;
  paused: boolean;
  locked: boolean;
  run_untagged: boolean;
  access_level: string;
  tag_list: string[];
  maximum_timeout: number | null;
  token: string;
  readonly managers: { readonly system_id: string; readonly status: string }[];
}

const settings = {
  description: z.string(),
  maintenance_note: z.string(),
  paused: z.boolean(),
  locked: z.boolean(),
  run_untagged: z.boolean(),
  access_level: z.enum(["not_protected", "ref_protected"]),
  tag_list: z.union([
    z.array(z.string()),
    z.string().transform((text) => text.split(",").filter((tag) => tag !== "")),
  ]),
  maximum_timeout: z.int().nullable(),
};
/** The parameters of `PUT /runners/:id`. */
export const updateSchema = z.object(settings).partial();
/** The parameters of `POST /user/runners`. */
export const createSchema = z.object({
  ...z.object(settings).partial().shape,
  runner_type: z.enum(["instance_type", "group_type", "project_type"]),
  group_id: z.int().optional(),
  project_id: z.int().optional(),
});

/** Returns the response for a parameter of the wrong type, in the words of Grape. It names only the first parameter. */
export function parameterError(error: z.ZodError) {
  const [issue] = error.issues;
  const field = issue?.path.join(".") ?? "";
  const how = issue?.code === "invalid_value" ? "does not have a valid value" : "is invalid";
  return { status: 400, body: { error: `${field} ${how}` } };
}

/** Returns the validation messages of the Rails model by attribute; empty if the runner is valid. */
export function validationErrors(runner: StoredRunner): Readonly<Record<string, readonly string[]>> {
  const { tag_list, run_untagged, maximum_timeout, description, maintenance_note } = runner;
  const tooLong = (text: string) => (text.length > 1024 ? ["is too long (maximum is 1024 characters)"] : []);
  const tags = [
    ...(tag_list.length === 0 && !run_untagged
      ? ["can not be empty when runner is not allowed to pick untagged jobs"]
      : []),
    ...(tag_list.length > 50 ? ["Too many tags specified. Please limit the number of tags to 50"] : []),
  ];
  const timeout =
    maximum_timeout !== null && maximum_timeout < 600 ? ["needs to be at least 10 minutes"] : [];
  const messages = { tags_list: tags, maximum_timeout: timeout, description: tooLong(description) };
  return Object.fromEntries(
    Object.entries({ ...messages, maintenance_note: tooLong(maintenance_note) }).filter(
      ([, texts]) => texts.length > 0,
    ),
  );
}
