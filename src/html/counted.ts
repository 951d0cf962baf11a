/** A count with its noun: `1 profile`, `2 profiles`. */
export function counted(count: number, noun: string, plural = `${noun}s`): string {
  return `${count} ${count === 1 ? noun : plural}`;
}

/** The first names, and how many more there are: `a, b and 3 more`. */
export function listed(names: readonly string[], max: number): string {
  const rest = names.length - max;
  return names.slice(0, max).join(", ") + (rest > 0 ? ` and ${rest} more` : "");
}
