/**
 * `chartValues` must not hold what glrunner or the chart sets, a secret, or, for a manager on Fargate, a setting that Fargate does not
 * support. The schema reports keys that do not exist.
 */
import { secretEntries, kubernetesSecrets } from "../chart-secrets";
import { isMapping, type Path } from "../paths";
import { hidden } from "../mask";
import { proxyVariableNames } from "../resolve/proxy";
import { unsupportedFields } from "./fargate-pod-settings";
import { needs, type Findings, type Rule } from "./rule";

/** Source: templates/_env_vars.tpl and configmap.yaml of the chart 0.86.0 (2026-11). */
const chartVariables = [
  ...["CI_SERVER_URL", "CI_SERVER_TOKEN", "CI_SERVER_TLS_CA_FILE", "REGISTRATION_TOKEN", "RUNNER_EXECUTOR"],
  ...["REGISTER_LOCKED", "RUNNER_TAG_LIST", "KUBERNETES_NAMESPACE"],
  ...["CONFIG_PATH_FOR_INIT", "TEMPLATE_CONFIG_FILE"],
];
const chartFiles = [
  ...["entrypoint", "config.toml", "config.template.toml", "register-the-runner", "check-live"],
  ...["set-session-server-address", "set-session-server-port", "pre-entrypoint-script"],
];
const isOurs = (name: string) => name.startsWith("glrunner/");
const isChartVariable = (name: string) => chartVariables.includes(name);
const isProxy = (name: string) => proxyVariableNames.some((known) => known === name.toUpperCase());

interface Reserved {
  readonly key: string;
  readonly isReserved: (name: string) => boolean;
  readonly fix: string;
}

const reserved: readonly Reserved[] = [
  { key: "podLabels", isReserved: isOurs, fix: "use another name" },
  { key: "podAnnotations", isReserved: isOurs, fix: "use another name" },
  { key: "configMaps", isReserved: (name) => chartFiles.includes(name), fix: "use another name" },
  ...["extraEnv", "extraEnvFrom"].flatMap((key) => [
    { key, isReserved: isChartVariable, fix: "remove it, and use the option of the runner" },
    { key, isReserved: isProxy, fix: "remove it, and use proxy" },
  ]),
];

type Values = Readonly<Record<string, unknown>>;

function reservedNames(values: Values, path: Path): Findings {
  return reserved.map(({ key, isReserved, fix }) => {
    const given = values[key];
    return (isMapping(given) ? Object.keys(given) : []).filter(isReserved).map((name) => ({
      code: "chart-value-computed",
      path: [...path, key, name],
      value: name,
      message: "glrunner or the chart sets this entry itself",
      allowed: "other names",
      fix,
    }));
  });
}

function secrets(values: Values, path: Path): Findings {
  return [...secretEntries(values, path), ...kubernetesSecrets(values, path)].map((at) => ({
    code: "chart-value-secret",
    path: at,
    value: hidden,
    message: "this is a secret, which would be stored in the state, in plans and in the Helm release",
    allowed: "the name of a Secret that you create in the namespace gitlab-runner",
    fix: "create the Secret yourself, and refer to it with extraEnvFrom or secrets",
  }));
}

/** Values that become part of the manager's pod. */
const podValues = ["securityContext", "podSecurityContext", "volumes", "extraContainers"];

function onFargate(values: Values, path: Path): Findings {
  return podValues.map((key) =>
    unsupportedFields([values[key] ?? null]).map((field) => ({
      code: "fargate-pod-setting",
      path: [...path, key],
      value: field,
      message: `Fargate does not run pods with ${field}, so the manager would never start`,
      allowed: "this setting with cluster.managers: nodes",
      fix: "remove it, or set cluster.managers to nodes",
    })),
  );
}

function daemonSets({ extraObjects }: Values, path: Path): Findings {
  const objects: readonly unknown[] = Array.isArray(extraObjects) ? extraObjects : [];
  return objects.map(
    (object, at) =>
      isMapping(object) &&
      object.kind === "DaemonSet" && {
        code: "fargate-daemon-set",
        path: [...path, "extraObjects", at],
        value: "DaemonSet",
        message: "this cluster has only Fargate pods, and Fargate runs no DaemonSet",
        allowed: "a DaemonSet where a runner or the managers are on nodes",
        fix: "run it as a sidecar, or use a class of nodes, such as on-demand",
      },
  );
}

export const chartValues: Rule = needs(["fleet", "cluster"], ({ fleet, cluster }) => {
  const managersOnFargate = cluster.managers === "fargate";
  const fargateOnly = managersOnFargate && fleet.every(({ runner }) => runner.compute === "fargate");
  return fleet.map(({ index, runner: { chartValues: values } }) => {
    const path = ["runners", index, "chartValues"];
    return [
      reservedNames(values, path),
      secrets(values, path),
      managersOnFargate && onFargate(values, path),
      fargateOnly && daemonSets(values, path),
    ];
  });
});
