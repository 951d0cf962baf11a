/**
 * A stand-in of a pinned Terraform module: it declares exactly the variables and outputs that are recorded, so that
 * Terraform refuses a misspelt one as it would with the module itself, and makes a few real resources of its own.
 */
import type { RecordedInterface, RecordedVariable } from "../../../modules/recorded-interface";

export interface StandInBody {
  /** Resource type to name to arguments, in Terraform's JSON syntax. */
  readonly resource: Readonly<Record<string, Readonly<Record<string, object>>>>;
  /** Provider name to source; the version is the caller's to choose. */
  readonly providers: Readonly<Record<string, string>>;
  /** Outputs that have a value; every other recorded one is null. */
  readonly outputs: Readonly<Record<string, string>>;
}

/** The files of the module, name to content. */
export function standIn(recorded: Pick<RecordedInterface, "variables" | "outputs">, body: StandInBody) {
  const unknown = Object.keys(body.outputs).filter((name) => !recorded.outputs.includes(name));
  if (unknown.length > 0) throw new Error(`the module has no output ${unknown.join(", ")}`);
  const module = {
    terraform: {
      required_providers: Object.fromEntries(
        Object.entries(body.providers).map(([name, source]) => [name, { source }]),
      ),
    },
    variable: Object.fromEntries(
      Object.entries(recorded.variables).map(([name, variable]) => [name, declaration(variable)]),
    ),
    output: Object.fromEntries(recorded.outputs.map((name) => [name, { value: body.outputs[name] ?? null }])),
    resource: body.resource,
  };
  return { "main.tf.json": JSON.stringify(module, null, 2) };
}

function declaration(variable: RecordedVariable): object {
  return {
    type: typeExpression(variable.type),
    ...("default" in variable && { default: variable.default }),
    ...(variable.sensitive && { sensitive: true }),
  };
}

/** The record has a type on one line, where the fields of an object need the commas that its line ends stood for. */
function typeExpression(recorded: string): string {
  return recorded.replace(/(?<=[\w)}"]) (?=\w+ = )/g, ", ");
}
