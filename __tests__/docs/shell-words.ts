/**
 * The commands of a shell script as lists of words, with those in `$(...)`. It reads as much of the shell as documents
 * use: quotes, comments, lists, pipes, redirections and continued lines.
 */
export function commandsIn(script: string): string[][] {
  const reader = new Reader(script);
  while (!reader.ended) reader.step();
  reader.endCommand();
  return reader.commands.filter((words) => words.length > 0);
}

class Reader {
  readonly commands: string[][] = [];
  private words: string[] = [];
  private word: string | undefined;
  private at = 0;

  constructor(private readonly script: string) {}

  get ended(): boolean {
    return this.at >= this.script.length;
  }

  step(): void {
    const rest = this.script.slice(this.at);
    const take = (pattern: RegExp) => {
      const match = pattern.exec(rest);
      this.at += match?.[0].length ?? 0;
      return match;
    };
    if (take(/^\\\n/) !== null) return;
    if (rest.startsWith("$(")) {
      this.substitution();
    } else if (rest.startsWith('"')) {
      this.doubleQuoted();
    } else if (this.word === undefined && take(/^#.*/) !== null) {
      return;
    } else if (take(/^[ \t]+/) !== null) {
      this.endWord();
    } else if (take(/^\d?[<>]+&?\s*[^\s;|&)]+/) !== null) {
      this.endWord();
    } else if (take(/^[\n;|&()]+/) !== null) {
      this.endCommand();
    } else {
      const plain = take(/^'([^']*)'/)?.[1] ?? take(/^\\?(.)/s)?.[1] ?? "";
      this.word = (this.word ?? "") + plain;
    }
  }

  endCommand(): void {
    this.endWord();
    this.commands.push(this.words);
    this.words = [];
  }

  private endWord(): void {
    if (this.word !== undefined) this.words.push(this.word);
    this.word = undefined;
  }

  private doubleQuoted(): void {
    this.at += 1;
    this.word ??= "";
    while (!this.ended && !this.script.startsWith('"', this.at)) {
      if (this.script.startsWith("$(", this.at)) {
        this.substitution();
        continue;
      }
      if (this.script.startsWith("\\", this.at)) this.at += 1;
      this.word += this.script.charAt(this.at);
      this.at += 1;
    }
    this.at += 1;
  }

  /** Its commands are commands; in the word around it stays a mark of it. */
  private substitution(): void {
    const start = this.at + 2;
    let depth = 1;
    let end = start;
    for (; end < this.script.length && depth > 0; end += 1) {
      depth += { "(": 1, ")": -1 }[this.script.charAt(end)] ?? 0;
    }
    this.commands.push(...commandsIn(this.script.slice(start, end - 1)));
    this.word = `${this.word ?? ""}$(...)`;
    this.at = end;
  }
}
