/**
 * What an import gets wrong. An attribute that AWS does not tell is empty after an import, and where a change of it
 * replaces the object, the next apply would destroy what was adopted. So it is written into the state as planned.
 * Source: github.com/hashicorp/terraform-provider-aws/issues/39058; seen with the pinned provider too.
 */
import * as z from "zod";
import { instanceAddress, parseState, writeState } from "../../clients/terraform/state-document";
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

const attributesSchema = z.record(z.string(), z.unknown()).default({});

/**
 * @param state what `terraform state pull` prints
 * @returns what `terraform state push` takes: the next serial
 * @throws when the state cannot be copied exactly
 */
export function repairState(state: string, repairs: readonly Repair[]): string {
  const parsed = parseState(state);
  if (!parsed.ok) throw new Error(`the state ${parsed.message}`);
  const { serial, resources } = parsed.state;
  const repaired = resources.map((resource) => ({
    ...resource,
    instances: resource.instances.map((instance) => {
      const address = instanceAddress(resource, instance.index_key);
      const repair = resource.mode === "managed" ? repairs.find(({ to }) => to === address) : undefined;
      if (repair === undefined) return instance;
      return {
        ...instance,
        attributes: { ...attributesSchema.parse(instance.attributes), ...repair.attributes },
      };
    }),
  }));
  return writeState({ ...parsed.state, serial: serial + 1, resources: repaired });
}
