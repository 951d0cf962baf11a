/** Lists the managed objects of a state, and selects those with given attributes. */
import type * as z from "zod";
import { managedResources, type StateDocument } from "../../clients/terraform/state-document";

export interface StateObject {
  readonly address: string;
  /** `""` for the root module. */
  readonly module: string;
  readonly type: string;
  readonly name: string;
  readonly key: string | number | undefined;
  readonly attributes: unknown;
}

/** All managed objects, without old ones that a replacement has not destroyed yet. */
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

/** The selected objects in the order of their indices, without those whose attributes the schema refuses. */
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
    .sort((left, right) => Number(left.key ?? 0) - Number(right.key ?? 0));
}
