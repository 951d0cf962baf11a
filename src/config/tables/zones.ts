/**
 * Zones in which EKS makes no control plane, by their ids, which are the same in every account.
 * Source: EKS user guide, network requirements, "Subnets in the following zones"; read 2026-11.
 */
export const zonesWithoutEks: readonly string[] = ["use1-az3", "usw1-az2", "cac1-az3"];
