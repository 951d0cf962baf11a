/** Kubernetes quantities of memory and storage, as the schema allows them, in MiB. */
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

/** Rounded up to whole MiB. */
export function toMiB(quantity: string): number {
  const [, digits = "0", unit = ""] = /^(\d+)([A-Za-z]*)$/.exec(quantity) ?? [];
  return Math.ceil((Number(digits) * (bytes[unit] ?? 1)) / 2 ** 20);
}
