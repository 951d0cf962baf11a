/** Groupings of the job costs. They have their own small file, because every start of glrunner loads it for the command line. */
export const costGroups = ["project", "pipeline", "runner", "user"] as const;
export type CostGroup = (typeof costGroups)[number];
