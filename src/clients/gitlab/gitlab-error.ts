/** What went wrong with one runner, and what to do about it. Neither holds a token. */
import { hidden, maskText } from "../../config/mask";

export class GitLabRunnerError extends Error {
  constructor(
    message: string,
    readonly fix: string,
    /** Whether it may have been done all the same. */
    readonly maybeDone = false,
  ) {
    super(message);
  }
}

/** Of what another machine said: one line, without these tokens and without anything that looks like one. */
export function quoted(text: string, tokens: readonly string[]): string {
  const without = tokens
    .filter((token) => token !== "")
    .reduce((said, token) => said.replaceAll(token, hidden), text);
  return maskText(without).replace(/\s+/g, " ").trim().slice(0, 300);
}
