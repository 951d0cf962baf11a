/** The managed objects of a state, each with its address, and their attributes in the form that a reader wants. */
import type * as z from "zod";
import { managedResources, type StateDocument } from "../../clients/terraform/state-document";

export interface StateObject {
  readonly address: string;
  /** `""` for the root. */
  readonly module: string;
  readonly type: string;
  readonly name: string;
  readonly key: string | number | undefined;
  readonly attributes: unknown;
}

/** Without old ones that a replacement has still to destroy. */
export function objectsIn(state: StateDocument): readonly StateObject[] {
  return managedResources(state).flatMap(({ module = "", type, name, instances }) =>
    instances
      .filter(({ deposed }) => deposed === undefined)
      .map(({ index_key: key, attributes }) => {
        const index = key === undefined ? "" : `[${JSON.stringify(key)}]`;
        const address = `${module === "" ? "" : `${module}.`}${type}.${name}${index}`;
        return { address, module, type, name, key, attributes };
      }),
  );
}

interface ResourceSelector {
  readonly module: string | RegExp;
  readonly type: string;
  readonly name?: string;
}

export interface ReadObject<T> extends StateObject {
  readonly read: T;
}

/** In the order of their indices; those whose attributes have another form are left out. */
export function select<T>(
  objects: readonly StateObject[],
  { module, type, name }: ResourceSelector,
  attributes: z.ZodType<T>,
): readonly ReadObject<T>[] {
  return objects
    .filter((object) => {
      const inModule = typeof module === "string" ? object.module === module : module.test(object.module);
      return inModule && object.type === type && (name === undefined || object.name === name);
    })
    .flatMap((object) => {
      const parsed = attributes.safeParse(object.attributes);
      return parsed.success ? [{ ...object, read: parsed.data }] : [];
    })
    .sort((one, other) => Number(one.key ?? 0) - Number(other.key ?? 0));
}
