/**
 * `chartValues`: nothing that glrunner or the chart sets, no secret, and for a manager on Fargate nothing that Fargate does not
 * run. Keys that do not exist are the schema's to report.
 */
import { holdsSecretEntry, kubernetesSecrets } from "../chart-secrets";
import { isMapping, type Path } from "../paths";
import { problem, type Problem } from "../input/problems";
import { hidden } from "../mask";
import { proxyVariableNames } from "../resolve/proxy";
import { patchedFields } from "./fargate-pod-settings";
import { needs, type Rule } from "./rule";

/** Source: templates/_env_vars.tpl and configmap.yaml of the chart 0.86.0 (2026-11). */
const chartVariables = [
  ...["CI_SERVER_URL", "CI_SERVER_TOKEN", "CI_SERVER_TLS_CA_FILE", "REGISTRATION_TOKEN", "RUNNER_EXECUTOR"],
  ...[
    "REGISTER_LOCKED",
    "RUNNER_TAG_LIST",
    "KUBERNETES_NAMESPACE",
    "CONFIG_PATH_FOR_INIT",
    "TEMPLATE_CONFIG_FILE",
  ],
];
const chartFiles = [
  ...["entrypoint", "config.toml", "config.template.toml", "register-the-runner", "check-live"],
  ...["set-session-server-address", "set-session-server-port", "pre-entrypoint-script"],
];
const isOurs = (name: string) => name.startsWith("glrunner/");

interface Reserved {
  readonly key: string;
  readonly isReserved: (name: string) => boolean;
  readonly fix: string;
}

const isChartVariable = (name: string) => chartVariables.includes(name);
const isProxy = (name: string) => proxyVariableNames.some((known) => known === name.toUpperCase());

const reserved: readonly Reserved[] = [
  { key: "podLabels", isReserved: isOurs, fix: "use another name" },
  { key: "podAnnotations", isReserved: isOurs, fix: "use another name" },
  { key: "configMaps", isReserved: (name) => chartFiles.includes(name), fix: "use another name" },
  ...["extraEnv", "extraEnvFrom"].flatMap((key) => [
    { key, isReserved: isChartVariable, fix: "remove it, and use the option of the runner" },
    { key, isReserved: isProxy, fix: "remove it, and use proxy" },
  ]),
];

function reservedNames(values: Readonly<Record<string, unknown>>, path: Path): readonly Problem[] {
  return reserved.flatMap(({ key, isReserved, fix }) => {
    const given = values[key];
    return (isMapping(given) ? Object.keys(given) : []).filter(isReserved).map((name) =>
      problem({
        code: "chart-value-computed",
        path: [...path, key, name],
        value: name,
        message: "glrunner or the chart sets this entry itself",
        allowed: "other names",
        fix,
      }),
    );
  });
}

function secrets(values: unknown, path: Path): readonly Problem[] {
  return [...holdsSecretEntry(values, path), ...kubernetesSecrets(values, path)].map((place) =>
    problem({
      code: "chart-value-secret",
      path: place,
      value: hidden,
      message: "this is a secret, which would be stored in the state, in plans and in the Helm release",
      allowed: "the name of a Secret that you create in the namespace gitlab-runner",
      fix: "create the Secret yourself, and refer to it with extraEnvFrom or secrets",
    }),
  );
}

/** Values that become part of the manager's pod. */
const ofPod = ["securityContext", "podSecurityContext", "volumes", "extraContainers"];

function onFargate(values: Readonly<Record<string, unknown>>, path: Path): readonly Problem[] {
  return ofPod.flatMap((key) =>
    patchedFields([values[key] ?? null]).map((field) =>
      problem({
        code: "fargate-pod-setting",
        path: [...path, key],
        value: field,
        message: `Fargate does not run pods with ${field}, so the manager would never start`,
        allowed: "this setting with cluster.managers: nodes",
        fix: "remove it, or set cluster.managers to nodes",
      }),
    ),
  );
}

function daemonSets(values: Readonly<Record<string, unknown>>, path: Path): readonly Problem[] {
  const objects: readonly unknown[] = Array.isArray(values.extraObjects) ? values.extraObjects : [];
  return objects.flatMap((object, at) =>
    isMapping(object) && object.kind === "DaemonSet"
      ? [
          problem({
            code: "fargate-daemon-set",
            path: [...path, "extraObjects", at],
            value: "DaemonSet",
            message: "this cluster has only Fargate pods, and Fargate runs no DaemonSet",
            allowed: "a DaemonSet where a runner or the managers are on nodes",
            fix: "run it as a sidecar, or use a class of nodes, such as on-demand",
          }),
        ]
      : [],
  );
}

export const chartValues: Rule = needs(["fleet", "cluster"], ({ fleet, cluster }) => {
  const fargateOnly =
    cluster.managers === "fargate" && fleet.every(({ runner }) => runner.compute === "fargate");
  return fleet.flatMap(({ index, runner: { chartValues: values } }) => {
    const path = ["runners", index, "chartValues"];
    return [
      ...reservedNames(values, path),
      ...secrets(values, path),
      ...(cluster.managers === "fargate" ? onFargate(values, path) : []),
      ...(fargateOnly ? daemonSets(values, path) : []),
    ];
  });
});
