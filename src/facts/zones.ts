/**
 * Zones in which EKS makes no control plane, by their ids, which are the same in every account.
 * Source: that there are such zones, eksctl v0.185.0 (#7870) and EKS's UnsupportedAvailabilityZoneException;
 * the ids are from memory (2026-11).
 */
export const zonesWithoutEks: readonly string[] = ["use1-az3", "usw1-az2", "cac1-az3"];
