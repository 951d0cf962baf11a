/** Whole days from one date to another, both YYYY-MM-DD. Negative if the second date is earlier. */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000);
}
