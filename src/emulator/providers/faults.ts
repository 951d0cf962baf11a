/**
 * Failures on demand, as the real providers fail: a plan, read, apply or destroy of a type or an object fails with the
 * given text. A provider call carries no resource address, so an object is named by its identity.
 */
import { InjectedFaults, type FaultTiming } from "../injected-faults";

export interface ProviderFault extends FaultTiming {
  readonly during: "plan" | "read" | "apply" | "destroy";
  readonly type: string;
  /** `namespace/name`, or a manifest's `Kind/name`. @default any object of the type */
  readonly identity?: string;
  /** What Terraform prints after `Error:`. */
  readonly summary: string;
  readonly detail?: string;
  /** For a failed creation: the object exists nevertheless, so that Terraform marks it tainted. @default false */
  readonly taints?: boolean;
}

interface ProviderCall {
  readonly during: ProviderFault["during"];
  readonly type: string;
  readonly identity: string;
}

export class ProviderFaults extends InjectedFaults<ProviderFault, ProviderCall> {
  constructor() {
    super(
      (fault, { during, type, identity }) =>
        fault.during === during && fault.type === type && (fault.identity ?? identity) === identity,
    );
  }
}
