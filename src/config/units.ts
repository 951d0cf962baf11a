/** Conversions that several folders need: memory quantities, and processor architectures of instance types. */

/** Bytes by suffix, for the suffixes that the schema allows in a Kubernetes quantity. */
const bytes: Readonly<Record<string, number>> = {
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
};

/** A Kubernetes quantity of memory or storage, such as `2Gi`, in MiB, rounded up. */
export function toMiB(quantity: string): number {
  const [, digits = "0", unit = ""] = /^(\d+)([A-Za-z]*)$/.exec(quantity) ?? [];
  return Math.ceil((Number(digits) * (bytes[unit] ?? 1)) / 2 ** 20);
}

/** Whether an instance type has Graviton processors. AWS puts a `g` after the generation: m7g, c6gd, t4g. */
export function isArm(instanceType: string): boolean {
  return /^[a-z]+\d+g/.test(instanceType);
}
