/** How a sweep finds and deletes each kind of resource. */
import type { SweepKind } from "../leftover-resource";
import { instanceProfiles, oidcProviders } from "./iam";
import { instances, launchTemplates } from "./instances";
import type { LeftoverKind } from "./kind";
import { classicLoadBalancers, loadBalancers, targetGroups } from "./load-balancers";
import { eventRules, logGroups, queues } from "./queues-and-logs";
import { networkInterfaces, securityGroups } from "./network";

export const kinds: Readonly<Record<SweepKind, LeftoverKind>> = {
  instance: instances,
  "classic load balancer": classicLoadBalancers,
  "load balancer": loadBalancers,
  "target group": targetGroups,
  "network interface": networkInterfaces,
  "security group": securityGroups,
  "launch template": launchTemplates,
  "instance profile": instanceProfiles,
  queue: queues,
  "event rule": eventRules,
  "OIDC provider": oidcProviders,
  "log group": logGroups,
};
