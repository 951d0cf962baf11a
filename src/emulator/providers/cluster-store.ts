/** The objects of the emulated cluster: everything that was applied and not destroyed since. */
import { randomUUID } from "node:crypto";
import { identityOf, isPartOfAnother, kindOf } from "./identity";
import type { Value } from "./protocol/value";

/** One applied object, with the state that Terraform got for it. */
export interface StoredObject {
  /** Of the Terraform resource. */
  readonly type: string;
  /** `namespace/name`, see identityOf. */
  readonly identity: string;
  readonly state: Value;
  /** For objects whose state holds no uid. */
  readonly uid: string;
  /** Time of the last write: ISO 8601, whole seconds. */
  readonly created: string;
}

export class ClusterStore {
  private readonly objects = new Map<string, StoredObject>();

  put(type: string, state: Value): void {
    const identity = identityOf(type, state);
    const created = new Date().toISOString().replace(/\.\d+Z$/, "Z");
    this.objects.set(keyOf(type, identity), { type, identity, state, uid: randomUUID(), created });
  }

  get(type: string, state: Value): StoredObject | undefined {
    return this.objects.get(keyOf(type, identityOf(type, state)));
  }

  /** Finds an object by its import id: `namespace/name`, also for a release, whose id in the state is its bare name. */
  named(type: string, identity: string): StoredObject | undefined {
    const object = this.objects.get(keyOf(type, identity));
    return object?.type === type ? object : undefined;
  }

  remove(type: string, state: Value): void {
    this.objects.delete(keyOf(type, identityOf(type, state)));
  }

  clear(): void {
    this.objects.clear();
  }

  /** Includes entries that exist only in Terraform's state or as part of another object. */
  all(): readonly StoredObject[] {
    return [...this.objects.values()];
  }

  /** Sorted, without the entries that exist only in Terraform's state or as part of another object. */
  list(): { readonly type: string; readonly identity: string }[] {
    return this.all()
      .filter(({ type }) => !isPartOfAnother(type))
      .map(({ type, identity }) => ({ type, identity }))
      .sort((a, b) => `${a.type} ${a.identity}`.localeCompare(`${b.type} ${b.identity}`));
  }
}

/** A part of an object is stored under its own type, so that it is not mistaken for the whole object. */
function keyOf(type: string, identity: string): string {
  return `${isPartOfAnother(type) ? type : kindOf(type)} ${identity}`;
}
