/** Every kind of resource that a sweep deletes. */
import { instanceProfiles, oidcProviders } from "./iam";
import { instances, launchTemplates } from "./instances";
import type { SweepKind } from "./kind";
import { classicLoadBalancers, loadBalancers, targetGroups } from "./load-balancers";
import { eventRules, logGroups, queues } from "./queues-and-logs";
import { networkInterfaces, securityGroups } from "./network";

/** In the order of deletion: a resource is deleted before the ones that it uses. */
export const sweepKinds: readonly SweepKind[] = [
  instances,
  classicLoadBalancers,
  loadBalancers,
  targetGroups,
  networkInterfaces,
  securityGroups,
  launchTemplates,
  instanceProfiles,
  queues,
  eventRules,
  oidcProviders,
  logGroups,
];
