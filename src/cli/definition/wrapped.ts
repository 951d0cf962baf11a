/** Columns that a page has at most: those of a classic terminal. */
const maxColumns = 80;

/** The text in lines that break between words. @param indent before each line */
export function wrapped(text: string, indent: string): string[] {
  const result: string[] = [];
  for (const word of text.split(" ")) {
    const last = result.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= maxColumns)
      result[result.length - 1] = `${last} ${word}`;
    else result.push(indent + word);
  }
  return result;
}
