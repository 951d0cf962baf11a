/**
 * How the program stands in the released file: in a comment. Node skips a comment faster than it parses a program, so
 * that the few lines before it can compile the program with what is kept of an earlier call.
 */

/** Joined when it runs, so that the lines that look for it do not have it themselves. */
const opening = ["/* The program", "\n"].join(":");
const closing = "*/";
/** Takes the place of what would end the comment. */
const escaped = "*~/";

/** @throws when the program has the text that takes the place of the comment's end */
export function asComment(program: string): string {
  if (program.includes(escaped)) throw new Error(`the program must not have ${escaped}: choose another text`);
  return `\n${opening}${asciiOnly(program).replaceAll(closing, escaped)}\n${closing}`;
}

/** The program's bytes, as they stand in the file. */
export function programIn(file: Buffer): Buffer {
  const start = file.indexOf(opening) + opening.length;
  return file.subarray(start, file.indexOf(closing, start));
}

export function programText(program: Buffer): string {
  return program.toString("latin1").split(escaped).join(closing);
}

/**
 * esbuild escapes letters beyond ASCII but in regular expressions and tagged templates, where the escape means the same.
 * A text with such a letter takes twice the memory.
 */
function asciiOnly(program: string): string {
  return program.replace(/[^\0-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);
}
