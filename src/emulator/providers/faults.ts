/**
 * Failures on demand, as the real providers fail: the N-th time that Terraform plans, reads or applies a type or an
 * object, with a given text. A call carries no resource address, so an object is named by its identity.
 */
export interface ProviderFault {
  readonly during: "plan" | "read" | "apply" | "destroy";
  readonly type: string;
  /** `namespace/name`, or a manifest's `Kind/name`. @default any object of the type */
  readonly identity?: string;
  /** The first matching call that fails, counted from 1. @default 1 */
  readonly nth?: number;
  /** How many matching calls fail from there on. @default 1 */
  readonly times?: number;
  /** What Terraform prints after `Error:`. */
  readonly summary: string;
  readonly detail?: string;
  /** For a failed creation: the object exists nevertheless, so that Terraform marks it tainted. @default false */
  readonly taints?: boolean;
}

interface Occasion {
  readonly during: ProviderFault["during"];
  readonly type: string;
  readonly identity: string;
}

export class ProviderFaults {
  private readonly waiting: { readonly fault: ProviderFault; seen: number }[] = [];

  inject(fault: ProviderFault): void {
    this.waiting.push({ fault, seen: 0 });
  }

  clear(): void {
    this.waiting.length = 0;
  }

  /** Counts the call, and says which fault it meets. */
  meet(occasion: Occasion): ProviderFault | undefined {
    let met: ProviderFault | undefined;
    for (const entry of this.waiting) {
      if (!matches(entry.fault, occasion)) continue;
      entry.seen += 1;
      const first = entry.fault.nth ?? 1;
      if (entry.seen >= first && entry.seen < first + (entry.fault.times ?? 1)) met ??= entry.fault;
    }
    return met;
  }
}

function matches(fault: ProviderFault, { during, type, identity }: Occasion): boolean {
  return (
    fault.during === during &&
    fault.type === type &&
    (fault.identity === undefined || fault.identity === identity)
  );
}
