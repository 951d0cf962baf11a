/**
 * Attributes that an import leaves empty because AWS does not return them. If a change of such an attribute forces
 * replacement, the next apply would destroy the adopted resource. So the run imports the resource with `terraform import`
 * and then sets the attribute in the state to its planned value.
 * Source: github.com/hashicorp/terraform-provider-aws/issues/39058; also seen with the pinned provider.
 */
import * as z from "zod";
import { instanceAddress, parseState, writeState } from "../../clients/terraform/state-document";
import type { Candidate } from "./candidate";

/** The attributes that AWS does not return, by resource type. */
const notReturned: Readonly<Record<string, readonly string[]>> = {
  aws_eks_cluster: ["bootstrap_self_managed_addons"],
};

/** Attributes to set in the state after the import, with their planned values; undefined if an import block is enough. */
export function fixupsOf({ type, values }: Candidate): Readonly<Record<string, unknown>> | undefined {
  const fixups = (notReturned[type] ?? []).flatMap((name) =>
    name in values ? [[name, values[name]] as const] : [],
  );
  return fixups.length === 0 ? undefined : Object.fromEntries(fixups);
}

/** Attributes to set on one resource instance in the state. */
export interface ImportFixup {
  /** Address of the instance. */
  readonly to: string;
  readonly attributes: Readonly<Record<string, unknown>>;
}

const attributesSchema = z.record(z.string(), z.unknown()).default({});

/**
 * @param state output of `terraform state pull`
 * @returns input of `terraform state push`, with the next serial
 * @throws if the state cannot be copied exactly
 */
export function fixUpState(state: string, fixups: readonly ImportFixup[]): string {
  const parsed = parseState(state);
  if (!parsed.ok) throw new Error(`the state ${parsed.message}`);
  const { serial, resources } = parsed.state;
  const fixed = resources.map((resource) => ({
    ...resource,
    instances: resource.instances.map((instance) => {
      const address = instanceAddress(resource, instance.index_key);
      const fixup = resource.mode === "managed" ? fixups.find(({ to }) => to === address) : undefined;
      if (fixup === undefined) return instance;
      return {
        ...instance,
        attributes: { ...attributesSchema.parse(instance.attributes), ...fixup.attributes },
      };
    }),
  }));
  return writeState({ ...parsed.state, serial: serial + 1, resources: fixed });
}
