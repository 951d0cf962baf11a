/**
 * Amounts in US dollars. An item without a recorded price is `unknown`, never zero or a guess. A total adds up the known
 * prices and names the items without one.
 */
export type Usd = number | "unknown";

/** An item of a cost list. */
export interface PricedItem {
  readonly thing: string;
  readonly usd: Usd;
}

/** Sum of a cost list. */
export interface Total {
  /** Sum of the known prices. */
  readonly usd: number;
  /** Items without a price. */
  readonly unknown: readonly string[];
}

/** A multiple of an amount. */
export function times(usd: Usd, factor: number): Usd {
  return usd === "unknown" ? usd : usd * factor;
}

/** Adds up a cost list. */
export function total(items: readonly PricedItem[]): Total {
  const known = items.flatMap(({ usd }) => (usd === "unknown" ? [] : [usd]));
  return {
    usd: known.reduce((sum, usd) => sum + usd, 0),
    unknown: items.filter(({ usd }) => usd === "unknown").map(({ thing }) => thing),
  };
}
