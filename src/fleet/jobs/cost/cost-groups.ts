/** What jobs can be added up by. Apart, because every start of glrunner loads the command's definition. */
export const costGroups = ["project", "pipeline", "runner", "user"] as const;
export type CostGroup = (typeof costGroups)[number];
