/** Errors as one line each, however Terraform wrapped or framed them. */

/** Without frame, line breaks and the leading `Error:`. */
export function normalise(text: string): string {
  return text
    .replace(/[╷│╵]/g, " ")
    .replace(/\s+/g, " ")
    .trim()
    .replace(/^Error: /, "");
}

/**
 * `terraform init` has no machine-readable output: its errors and warnings come as one text. Each of them begins a
 * line; text before the first is none.
 */
export function splitPrinted(text: string): readonly string[] {
  const lines = text.replace(/^[ \t]*[╷│╵][ \t]?/gm, "");
  const blocks = lines.split(/^(?=(?:Error|Warning): )/m).filter((block) => /^(Error|Warning): /.test(block));
  if (blocks.length === 0) return [text];
  return blocks.filter((block) => block.startsWith("Error: "));
}
