/**
 * The state backends. A backend is one file with its schema, its defaults, the settings of Terraform's `backend` block
 * for each stack, the settings that identify a state, the form in which `glrunner init` accepts it, the key that gives
 * a cluster its own place, and the credentials that Terraform reads from the environment (source:
 * developer.hashicorp.com/terraform/language/backend, 2026-11). They are never part of a configuration. To add a
 * backend, add its file, list it here, and map its settings to cdktf in `stacks/backends.ts`.
 */
import * as z from "zod";
import { problem, type Problem } from "../input/problems";
import { valueAt } from "../paths";
import { azurerm } from "./azurerm";
import type { StateContext, StateForm } from "./common";
import { gcs } from "./gcs";
import { http } from "./http";
import { directoryProblems, local } from "./local";
import { remote } from "./remote";
import { s3 } from "./s3";

export const backends = { local, s3, http, gcs, azurerm, remote } as const;

export const stateSchema = z
  .discriminatedUnion("backend", [
    local.schema,
    s3.schema,
    http.schema,
    gcs.schema,
    azurerm.schema,
    remote.schema,
  ])
  .prefault({ backend: "local" })
  .describe("Where Terraform keeps its state. Credentials come from the environment only.");
type StateConfig = z.output<typeof stateSchema>;
type StateInput = NonNullable<z.input<typeof stateSchema>>;

/** A backend with every default filled in. */
export type ResolvedState = ReturnType<(typeof backends)[keyof typeof backends]["resolve"]>;

/** Fills in the defaults that follow from the configuration's name and Region. */
export function resolveState(given: StateConfig, context: StateContext): ResolvedState {
  switch (given.backend) {
    case "local":
      return local.resolve(given, context);
    case "s3":
      return s3.resolve(given, context);
    case "http":
      return http.resolve(given);
    case "gcs":
      return gcs.resolve(given, context);
    case "azurerm":
      return azurerm.resolve(given, context);
    case "remote":
      return remote.resolve(given, context);
  }
}

/** Problems of the backend's own keys that the schema cannot express. */
export function stateProblems(given: StateConfig, home: string): readonly Problem[] {
  return given.backend === "local" ? directoryProblems(given, home) : [];
}

/**
 * The values that identify a state, in order, from the `backend` block of a synthesized stack.
 * @param kind the block's label, such as `s3`
 */
export function stateIdentity(kind: string, settings: unknown): readonly string[] {
  const known = Object.entries(backends).find(([name]) => name === kind)?.[1];
  return (known?.identifiedBy ?? [])
    .map((key) => valueAt(settings, key.split(".")))
    .filter((value) => typeof value === "string");
}

const forms: readonly StateForm<StateInput>[] = Object.values(backends).flatMap(
  ({ forms }): readonly StateForm<StateInput>[] => forms,
);

/** The forms in which `glrunner init` accepts a state. */
export const stateForms: readonly string[] = forms.map(({ form }) => form);

/** Reads an answer such as `s3://my-bucket/ci`. The schema checks the parts later. */
export function parseStateForm(text: string): StateInput | Problem {
  for (const { pattern, read } of forms) {
    const match = pattern.exec(text);
    if (match !== null) return read(...match.slice(1));
  }
  return problem({
    code: "wrong-form",
    path: "state",
    value: text,
    message: "the text does not name a state backend",
    allowed: stateForms.join(", "),
    fix: "use one of these forms",
  });
}
