/**
 * Families that the two quotas of standard EC2 instances count, by the letters of their types.
 * Source: EC2 user guide, "On-Demand quotas"; read 2026-11-24.
 */
export const standardFamilies: readonly string[] = "a c d h i im is m r t z".split(" ");
