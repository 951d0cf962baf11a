/**
 * Why Terraform does what it does, in words.
 * Source: hashicorp/terraform internal/command/jsonplan/plan.go, `ResourceInstance...` constants, read 2026-11-24.
 */
export const actionReasons: ReadonlyMap<string, string> = new Map([
  ["replace_because_cannot_update", "cannot be changed in place"],
  ["replace_because_tainted", "left half made by an earlier failure (tainted)"],
  ["replace_by_request", "asked for with -replace"],
  ["replace_by_triggers", "something it is told to follow changes (replace_triggered_by)"],
  ["delete_because_no_resource_config", "no longer in the configuration"],
  ["delete_because_no_module", "its module is no longer in the configuration"],
  ["delete_because_no_move_target", "was moved to an address that is not in the configuration"],
  ["delete_because_wrong_repetition", "its count or for_each has changed"],
  ["delete_because_count_index", "its number is beyond the count"],
  ["delete_because_each_key", "its key is no longer in for_each"],
  ["read_because_config_unknown", "what it asks for is known only after apply"],
  ["read_because_dependency_pending", "what it depends on changes first"],
  ["read_because_check_nested", "read by a check"],
]);
