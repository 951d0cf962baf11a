/** EKS add-ons, as the eks module creates them: those with `before_compute` at once, the others after all compute. */
import { argumentsFor, instances, timeoutNames } from "../expressions";

const timeouts = argumentsFor(
  timeoutNames,
  (name) => `try(each.value.timeouts.${name}, var.cluster_addons_timeouts.${name}, null)`,
);

function addons(condition: string) {
  return {
    for_each: instances("var.cluster_addons", `${condition} && local.create`),
    cluster_name: "${aws_eks_cluster.this[0].name}",
    addon_name: "${try(each.value.name, each.key)}",
    addon_version:
      "${coalesce(try(each.value.addon_version, null), data.aws_eks_addon_version.this[each.key].version)}",
    configuration_values: "${try(each.value.configuration_values, null)}",
    preserve: "${try(each.value.preserve, null)}",
    resolve_conflicts: '${try(each.value.resolve_conflicts, "OVERWRITE")}',
    service_account_role_arn: "${try(each.value.service_account_role_arn, null)}",
    timeouts,
    tags: "${var.tags}",
  };
}

export const eksAddons = {
  data: {
    aws_eks_addon_version: {
      this: {
        for_each: instances("var.cluster_addons", "local.create"),
        addon_name: "${try(each.value.name, each.key)}",
        kubernetes_version: "${coalesce(var.cluster_version, aws_eks_cluster.this[0].version)}",
        most_recent: "${try(each.value.most_recent, null)}",
      },
    },
  },
  resource: {
    aws_eks_addon: {
      this: {
        ...addons("!try(v.before_compute, false)"),
        depends_on: ["module.fargate_profile", "module.eks_managed_node_group"],
      },
      before_compute: addons("try(v.before_compute, false)"),
    },
  },
};
