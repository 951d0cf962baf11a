/** The manager of a runner: one release of the GitLab Runner chart in the managers' namespace. */
import { Release } from "@cdktf/provider-helm/lib/release";
import {
  Fn,
  Token,
  type ITerraformDependable,
  type TerraformResourceLifecycle,
  type TerraformStack,
} from "cdktf";
import { charts } from "../../../modules/pins";
import { managerNamespace, type Config, type Runner } from "../../config/config";
import { runnerValues, type RunnerValuesProps } from "./runner-values";
import { yamlText } from "../yaml-text";

interface RunnerReleaseProps extends RunnerValuesProps {
  /** Node pools of the add-ons stage; undefined when they are in the same root. */
  readonly nodePools?: string[];
  readonly dependsOn: ITerraformDependable[];
}

/** Seconds. Enough for a Fargate pod to start, and for the chart's 30 attempts to reach GitLab, 5 seconds apart. */
const timeout = 900;

export function runnerRelease(
  stack: TerraformStack,
  config: Config,
  runner: Runner,
  props: RunnerReleaseProps,
): Release {
  return new Release(stack, `release_${runner.name}`, {
    name: runner.name,
    namespace: managerNamespace,
    repository: charts.gitlabRunner.repository,
    chart: charts.gitlabRunner.chart,
    version: config.versions.runnerChart,
    values: [yamlText(runnerValues(config, runner, props))],
    timeout,
    maxHistory: 5,
    dependsOn: props.dependsOn,
    lifecycle: runner.nodePool && props.nodePools ? poolExists(runner.nodePool, props.nodePools) : undefined,
  });
}

/** Without its pool a job pod would wait forever, so the plan fails instead. */
function poolExists(pool: string, nodePools: string[]): TerraformResourceLifecycle {
  return {
    precondition: [
      {
        condition: Token.asAny(Fn.contains(nodePools, pool)),
        errorMessage: `The add-ons stage has no node pool ${pool} yet: deploy addons first.`,
      },
    ],
  };
}
