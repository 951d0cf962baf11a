/** The most that a configuration may give a manager. Ours, not GitLab's; of CPU the largest pod of Fargate. */
export const managerLimits = { requestConcurrency: 500, pollTimeoutSeconds: 7200, cpu: 16 } as const;
