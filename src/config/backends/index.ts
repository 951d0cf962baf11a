/**
 * The state backends. To add a backend, add its file, list it here, and pass its settings to cdktf in `stacks/backends.ts`.
 * The file of a backend has:
 *
 * - `schema`: its keys in the configuration.
 * - `resolve`: its defaults.
 * - `settings`: the settings of Terraform's `backend` block for a stack.
 * - `forms`: the short forms in which `glrunner init` accepts it.
 * - `identifiedBy`: the settings that identify a state.
 * - `placeKey`: the configuration key that separates the states of two clusters.
 * - `credentials`: how Terraform gets its credentials. They are never part of a configuration.
 *   Source: developer.hashicorp.com/terraform/language/backend, 2026-11.
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

/** Fills in the defaults, which depend on the name and the Region of the cluster. */
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
 * @param label of the block, such as `s3`
 */
export function stateIdentity(label: string, settings: unknown): readonly string[] {
  const known = Object.entries(backends).find(([name]) => name === label)?.[1];
  return (known?.identifiedBy ?? [])
    .map((key) => valueAt(settings, key.split(".")))
    .filter((value) => typeof value === "string");
}

const forms: readonly StateForm<StateInput>[] = Object.values(backends).flatMap(
  ({ forms }): readonly StateForm<StateInput>[] => forms,
);

/** The short forms in which `glrunner init` accepts a state backend. */
export const stateForms: readonly string[] = forms.map(({ form }) => form);

/** Reads a short form such as `s3://my-bucket/ci`. The schema checks the parts later. */
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
