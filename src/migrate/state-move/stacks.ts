/** Reads the backend and the declared resources of each stack from a synthesized folder. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import * as z from "zod";
import { stateIdentity } from "../../config/backends";
import { maskText } from "../../config/mask";
import type { Config } from "../../config/config";
import { singleStack, stages } from "../../config/stages";

export interface SynthesizedConfig {
  readonly config: Pick<Config, "layout" | "state" | "name" | "region"> & {
    readonly versions: Pick<Config["versions"], "set">;
  };
  /** Contains `stacks/<stack>/cdk.tf.json`, synthesized from `config`. */
  readonly directory: string;
}

export interface StackState {
  readonly stack: string;
  readonly folder: string;
  /** The `backend` block of the stack's JSON. */
  readonly backend: Readonly<Record<string, unknown>>;
  /** The backend and its address for messages, without secrets. */
  readonly place: string;
  /** The blocks that the stack declares, as `module.<name>` and `<type>.<name>`. */
  readonly roots: ReadonlySet<string>;
}

const names = z.record(z.string(), z.unknown()).default({});
const stackSchema = z.object({
  module: names,
  resource: z.record(z.string(), z.record(z.string(), z.unknown())).default({}),
  terraform: z.object({ backend: z.record(z.string(), z.record(z.string(), z.unknown())) }),
});

/** The stacks of a layout in deploy order. */
function stacksOf(layout: Config["layout"]): readonly string[] {
  return layout === "single" ? [singleStack] : stages;
}

export function stackStates({ config, directory }: SynthesizedConfig): StackState[] {
  return stacksOf(config.layout).map((stack) => {
    const folder = join(directory, "stacks", stack);
    const content: unknown = JSON.parse(readFileSync(join(folder, "cdk.tf.json"), "utf8"));
    const { module, resource, terraform } = stackSchema.parse(content);
    const roots = [
      ...Object.keys(module).map((name) => `module.${name}`),
      ...Object.entries(resource).flatMap(([type, named]) =>
        Object.keys(named).map((name) => `${type}.${name}`),
      ),
    ];
    return {
      stack,
      folder,
      backend: terraform.backend,
      place: placeOf(terraform.backend),
      roots: new Set(roots),
    };
  });
}

/** The place of a stack's state; undefined if the stack was not synthesized. */
export function placeIn(folder: string): string | undefined {
  const file = join(folder, "cdk.tf.json");
  if (!existsSync(file)) return undefined;
  return placeOf(stackSchema.parse(JSON.parse(readFileSync(file, "utf8"))).terraform.backend);
}

function placeOf(backend: StackState["backend"]): string {
  const [kind = "", settings] = Object.entries(backend)[0] ?? [];
  return maskText(`${kind} ${stateIdentity(kind, settings).join("/")}`);
}
