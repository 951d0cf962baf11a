/** What exists in the emulated cluster: every object that was applied and not destroyed since. */
import { randomUUID } from "node:crypto";
import { identityOf, isPartOfAnother, kindOf } from "./identity";
import type { Value } from "./protocol/value";

export interface StoredObject {
  readonly type: string;
  readonly identity: string;
  readonly state: Value;
  /** In the cluster, where the state knows none. */
  readonly uid: string;
  /** When it was last written: ISO 8601, whole seconds. */
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

  /** As an import names it: `namespace/name`, for a release too, whose id is its bare name. */
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

  /** With what only lives in Terraform's state, or in another object. */
  all(): readonly StoredObject[] {
    return [...this.objects.values()];
  }

  /** Objects in their own right, sorted; not what only lives in Terraform's state, or in another object. */
  list(): { readonly type: string; readonly identity: string }[] {
    return this.all()
      .filter(({ type }) => !isPartOfAnother(type))
      .map(({ type, identity }) => ({ type, identity }))
      .sort((a, b) => `${a.type} ${a.identity}`.localeCompare(`${b.type} ${b.identity}`));
  }
}

/** A part is kept under its own type, so that it does not pass for the object that it is a part of. */
function keyOf(type: string, identity: string): string {
  return `${isPartOfAnother(type) ? type : kindOf(type)} ${identity}`;
}
