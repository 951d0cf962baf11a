/**
 * Gives every file of a pipeline its own range of line numbers, one after the other. A line number alone then identifies
 * the file and the line within it.
 */
export class SourcePositions {
  private readonly starts: { readonly offset: number; readonly path?: string }[] = [];
  private nextOffset = 0;

  /** @returns the offset to add to each line of this file */
  add(text: string, path?: string): number {
    const offset = this.nextOffset;
    this.starts.push({ offset, ...(path !== undefined && { path }) });
    this.nextOffset += text.split("\n").length + 1;
    return offset;
  }

  /** The file and the line within it; no `file` for the file that the command names. */
  of(line: number): { readonly line: number; readonly file?: string } {
    const { offset = 0, path } = this.starts.findLast((start) => start.offset < line) ?? {};
    return { line: line - offset, ...(path !== undefined && { file: path }) };
  }
}
