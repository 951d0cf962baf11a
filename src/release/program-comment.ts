/**
 * The released file holds the program in a comment. Node skips a comment faster than it parses a program, so the code before
 * it can compile the program with the cache of an earlier call.
 */

/** Joined at run time, so that the code that searches for it does not contain it. */
const opening = ["/* The program", "\n"].join(":");
const closing = "*/";
/** Replaces the characters that would end the comment. */
const escaped = "*~/";

/** The program as a comment. @throws if the program contains the replacement for the comment's end */
export function asComment(program: string): string {
  if (program.includes(escaped))
    throw new Error(`the program must not contain ${escaped}: choose another text`);
  return `\n${opening}${asciiOnly(program).replaceAll(closing, escaped)}\n${closing}`;
}

/** The bytes of the program in the released file. */
export function programIn(file: Buffer): Buffer {
  const start = file.indexOf(opening) + opening.length;
  return file.subarray(start, file.indexOf(closing, start));
}

export function programText(program: Buffer): string {
  return program.toString("latin1").split(escaped).join(closing);
}

/**
 * Escapes all characters beyond ASCII, because a text with one takes twice the memory. esbuild leaves them only in regular
 * expressions and tagged templates, where the escape means the same.
 */
function asciiOnly(program: string): string {
  return program.replace(/[^\0-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);
}
