import { describe, expect, it } from "vitest";
import { ProviderFaults } from "../../../src/emulator/providers/faults";

const release = (identity: string) => ({ during: "apply", type: "helm_release", identity }) as const;

describe("a provider's fault", () => {
  it("applies to calls of its type after the given number, and to no other call", () => {
    const faults = new ProviderFaults();
    const fault = { during: "apply", type: "helm_release", after: 1, times: 2, summary: "no" } as const;
    faults.inject(fault);
    faults.next({ ...release("a/a"), during: "plan" });
    faults.next({ ...release("a/a"), type: "kubectl_manifest" });
    const met = ["a/a", "a/b", "a/c", "a/d"].map((identity) => faults.next(release(identity)));
    expect(met).toEqual([undefined, fault, fault, undefined]);
  });

  it("can apply to one object", () => {
    const faults = new ProviderFaults();
    faults.inject({ during: "apply", type: "helm_release", identity: "a/b", summary: "no" });
    expect(faults.next(release("a/a"))).toBeUndefined();
    expect(faults.next(release("a/b"))).toMatchObject({ summary: "no" });
    expect(faults.next(release("a/b"))).toBeUndefined();
  });

  it("does not apply after it is cleared", () => {
    const faults = new ProviderFaults();
    faults.inject({ during: "apply", type: "helm_release", summary: "no" });
    faults.clear();
    expect(faults.next(release("a/a"))).toBeUndefined();
  });
});
