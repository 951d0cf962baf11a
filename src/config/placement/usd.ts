/**
 * Amounts in US dollars. What has no recorded price is `unknown`, never zero and never guessed: a sum adds up what is
 * known and names what it is without.
 */
export type Usd = number | "unknown";

export interface Item {
  readonly thing: string;
  readonly usd: Usd;
}

export interface Total {
  /** Of what is known. */
  readonly usd: number;
  /** What the sum is without. */
  readonly unknown: readonly string[];
}

export function times(usd: Usd, factor: number): Usd {
  return usd === "unknown" ? usd : usd * factor;
}

export function total(items: readonly Item[]): Total {
  const known = items.flatMap(({ usd }) => (usd === "unknown" ? [] : [usd]));
  return {
    usd: known.reduce((sum, each) => sum + each, 0),
    unknown: items.filter(({ usd }) => usd === "unknown").map(({ thing }) => thing),
  };
}
