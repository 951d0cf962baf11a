/**
 * The text that the reports show for each `action_reason` of a plan: why Terraform replaces, deletes or reads a resource.
 * Source: hashicorp/terraform internal/command/jsonplan/plan.go, `ResourceInstance...` constants, read 2026-11-24.
 */
export const actionReasons: ReadonlyMap<string, string> = new Map([
  ["replace_because_cannot_update", "cannot be changed in place"],
  ["replace_because_tainted", "is tainted: an earlier apply did not finish creating it"],
  ["replace_by_request", "was requested with -replace"],
  ["replace_by_triggers", "a resource in its replace_triggered_by changes"],
  ["delete_because_no_resource_config", "is no longer in the configuration"],
  ["delete_because_no_module", "its module is no longer in the configuration"],
  ["delete_because_no_move_target", "was moved to an address that is not in the configuration"],
  ["delete_because_wrong_repetition", "its count or for_each has changed"],
  ["delete_because_count_index", "its index is outside the count"],
  ["delete_because_each_key", "its key is no longer in for_each"],
  ["read_because_config_unknown", "its configuration is known only after apply"],
  ["read_because_dependency_pending", "a resource that it depends on changes first"],
  ["read_because_check_nested", "is nested in a check block"],
]);
