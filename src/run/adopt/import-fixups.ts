/**
 * What an import gets wrong. An attribute that AWS does not tell is empty after an import, and where a change of it
 * replaces the object, the next apply would destroy what was adopted. So it is written into the state as planned.
 * Source: github.com/hashicorp/terraform-provider-aws/issues/39058; seen with the pinned provider too.
 */
import * as z from "zod";
import type { Candidate } from "./candidate";

const untold: Readonly<Record<string, readonly string[]>> = {
  aws_eks_cluster: ["bootstrap_self_managed_addons"],
};

/** Attributes to set in the state after the import; undefined when an import block will do. */
export function repairsOf({ type, values }: Candidate): Readonly<Record<string, unknown>> | undefined {
  const repairs = (untold[type] ?? []).flatMap((name) =>
    name in values ? [[name, values[name]] as const] : [],
  );
  return repairs.length === 0 ? undefined : Object.fromEntries(repairs);
}

export interface Repair {
  readonly to: string;
  readonly attributes: Readonly<Record<string, unknown>>;
}

const stateSchema = z.looseObject({
  serial: z.number(),
  resources: z.array(
    z.looseObject({
      module: z.string().optional(),
      mode: z.string(),
      type: z.string(),
      name: z.string(),
      instances: z.array(
        z.looseObject({
          index_key: z.union([z.string(), z.number()]).optional(),
          attributes: z.record(z.string(), z.unknown()).optional(),
        }),
      ),
    }),
  ),
});

/**
 * @param state what `terraform state pull` says
 * @returns what `terraform state push` takes: the next serial
 */
export function repairState(state: string, repairs: readonly Repair[]): string {
  const { serial, resources, ...rest } = stateSchema.parse(JSON.parse(state));
  const repaired = resources.map(({ instances, ...resource }) => ({
    ...resource,
    instances: instances.map((instance) => {
      const address = addressOf(resource, instance.index_key);
      const repair = resource.mode === "managed" ? repairs.find(({ to }) => to === address) : undefined;
      return repair === undefined
        ? instance
        : { ...instance, attributes: { ...instance.attributes, ...repair.attributes } };
    }),
  }));
  return `${JSON.stringify({ ...rest, serial: serial + 1, resources: repaired }, null, 2)}\n`;
}

interface Named {
  readonly module?: string | undefined;
  readonly type: string;
  readonly name: string;
}

function addressOf({ module, type, name }: Named, key: string | number | undefined): string {
  const path = module === undefined ? `${type}.${name}` : `${module}.${type}.${name}`;
  return key === undefined ? path : `${path}[${JSON.stringify(key)}]`;
}
