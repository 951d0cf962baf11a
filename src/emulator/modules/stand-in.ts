/**
 * A stand-in of a pinned Terraform module: it declares exactly the variables and outputs that are recorded, so that
 * Terraform refuses a misspelt one as it would with the module itself, and makes a few real resources of its own.
 */
import type { RecordedInterface, RecordedVariable } from "../../../modules/recorded-interface";

interface StandInBody {
  /** Provider name to source; the version is the caller's to choose. */
  readonly providers: Readonly<Record<string, string>>;
  readonly locals?: Readonly<Record<string, unknown>>;
  /** Type to name to arguments, in Terraform's JSON syntax; resources alike. */
  readonly data?: BlocksByType;
  readonly resource: BlocksByType;
  readonly module?: Readonly<Record<string, object>>;
  /** Outputs that have a value; every other recorded one is null. */
  readonly outputs: Readonly<Record<string, string>>;
}

type BlocksByType = Readonly<Record<string, Readonly<Record<string, object>>>>;

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
    locals: body.locals,
    data: body.data,
    resource: body.resource,
    module: body.module,
    output: Object.fromEntries(recorded.outputs.map((name) => [name, { value: body.outputs[name] ?? null }])),
  };
  // Terraform takes an empty block for one without a label.
  const filled = Object.entries(module).filter(([, blocks]) => Object.keys(blocks ?? {}).length > 0);
  return { "main.tf.json": JSON.stringify(Object.fromEntries(filled), null, 2) };
}

/** An internal module of a stand-in. Only the stand-in calls it, so its variables and outputs are free to choose. */
export function innerModule(
  variables: Readonly<Record<string, RecordedVariable>>,
  body: StandInBody,
): Readonly<Record<string, string>> {
  return standIn({ variables, outputs: Object.keys(body.outputs) }, body);
}

/** Puts the files of a module into a folder of the package that holds it. */
export function inFolder(
  folder: string,
  files: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(files).map(([path, text]) => [`${folder}/${path}`, text]));
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
