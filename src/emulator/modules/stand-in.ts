/**
 * Builds a stand-in for a pinned Terraform module: it declares exactly the recorded variables and outputs, so that
 * Terraform refuses a misspelt name as with the real module, and it creates the module's main resources.
 */
import type { RecordedInterface, RecordedVariable } from "../../../modules/recorded-interface";

interface StandInBody {
  /** Provider name to source; the root module chooses the version. */
  readonly providers: Readonly<Record<string, string>>;
  readonly locals?: Readonly<Record<string, unknown>>;
  /** Arguments by type and name, in Terraform's JSON syntax. */
  readonly data?: BlocksByType;
  readonly resource: BlocksByType;
  readonly module?: Readonly<Record<string, object>>;
  /** Values by output; every other recorded output is null. */
  readonly outputs: Readonly<Record<string, string>>;
}

type BlocksByType = Readonly<Record<string, Readonly<Record<string, object>>>>;

/** @returns the module's files, name to content. @throws for an output that is not recorded */
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
  // Terraform would read an empty object as a block without a label.
  const filled = Object.entries(module).filter(([, blocks]) => Object.keys(blocks ?? {}).length > 0);
  return { "main.tf.json": JSON.stringify(Object.fromEntries(filled), null, 2) };
}

/** A module inside a stand-in. Only the stand-in calls it, so its interface need not match the real one. */
export function innerModule(
  variables: Readonly<Record<string, RecordedVariable>>,
  body: StandInBody,
): Readonly<Record<string, string>> {
  return standIn({ variables, outputs: Object.keys(body.outputs) }, body);
}

/** Prefixes the paths of a module's files with its folder in the package. */
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

/** Recorded types are on one line, where object fields need commas instead of the original line breaks. */
function typeExpression(recorded: string): string {
  return recorded.replace(/(?<=[\w)}"]) (?=\w+ = )/g, ", ");
}
