/** The date and the sources of a table of facts, so that a reader sees when a table is too old to trust. */

export interface FactTable {
  /** What the table holds, as a user would call it. */
  readonly name: string;
  /** Day on which its oldest row was compared with the sources, YYYY-MM-DD. */
  readonly readOn: string;
  /** Public documents or files of public repositories. */
  readonly sources: readonly string[];
  /** The page that shows whether the table is still true. */
  readonly lookAt: string;
}

/** A table older than this is reported by `check`. Karpenter releases a minor version about every second month. */
export const maxTableAgeDays = 60;
