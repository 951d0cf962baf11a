/** The formats of a review: their names for `glrunner plan --format`, and the endings of the files that `--report` writes. */
export const reportFormats = ["terminal", "markdown", "html", "gitlab"] as const;
export type ReportFormat = (typeof reportFormats)[number];

const formatsByEnding: Readonly<Record<string, ReportFormat>> = {
  ".html": "html",
  ".md": "markdown",
  ".json": "gitlab",
};

export const reportEndings: readonly string[] = Object.keys(formatsByEnding);

/** Undefined if the file name has none of `reportEndings`. */
export function formatOfFile(name: string): ReportFormat | undefined {
  const ending = reportEndings.find((each) => name.endsWith(each));
  return ending === undefined ? undefined : formatsByEnding[ending];
}
