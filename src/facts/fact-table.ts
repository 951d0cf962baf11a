/** The date and the sources of a table of facts. They show when a table is too old to trust. */

export interface FactTable {
  /** The subject of the table, in the user's words. */
  readonly name: string;
  /** The day on which its oldest row was compared with the sources, YYYY-MM-DD. */
  readonly readOn: string;
  /** Public documents or files of public repositories. */
  readonly sources: readonly string[];
  /** The page that shows whether the table is still correct. */
  readonly lookAt: string;
}

/** `check` reports older tables. Karpenter releases a minor version about every second month. */
export const maxTableAgeDays = 60;
