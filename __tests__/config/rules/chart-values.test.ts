import { describe, expect, it } from "vitest";
import { usedKeys } from "../../../modules/recording/chart-values";
import { parseConfig } from "../../../src/config";
import { ownedChartValue } from "../../../src/config/schema/chart-values/owned";
import { parseOptions } from "../arbitraries";
import { found, runner, sample } from "../samples";

const nodes = { cluster: { managers: "nodes" } };
const values = (chartValues: object, more: object = {}) =>
  found({ runners: [runner({ chartValues })], ...more });
const at = (code: string, path: string) => [`${code} runners[0].chartValues.${path}`];

describe("a value of the chart", () => {
  it.each([
    { logLevel: "debug", connectionMaxAge: "10m", hostAliases: [{ ip: "10.0.0.1", hostnames: ["a"] }] },
    { sessionServer: { enabled: true, externalPort: 9000, loadBalancerSourceRanges: ["10.0.0.0/8"] } },
    {
      affinity: { nodeAffinity: {} },
      tolerations: [{ key: "a" }],
      priorityClassName: "high",
      unregisterRunners: false,
    },
    { extraEnv: { A: "b" }, extraEnvFrom: { PASSWORD: { secretKeyRef: { name: "s", key: "password" } } } },
    { podLabels: { team: "a" }, metrics: { port: 9253, serviceMonitor: { enabled: true } } },
    { extraObjects: [{ kind: "ConfigMap", data: { a: "b" } }], livenessProbe: { failureThreshold: 5 } },
  ])("is accepted: %j", (chartValues) => {
    expect(values(chartValues)).toEqual([]);
  });

  it.each([
    [{ loglevel: "debug" }, "loglevel", "did you mean logLevel? otherwise remove it"],
    [
      { sessionServer: { enable: true } },
      "sessionServer.enable",
      "did you mean enabled? otherwise remove it",
    ],
    [{ concurrent: 5 }, "concurrent", "use concurrent"],
    [{ runnerToken: "x" }, "runnerToken", "use token"],
    [{ runners: { config: "x" } }, "runners", "use the options of the runner, or extraToml"],
    [{ metrics: { enabled: true } }, "metrics.enabled", "use addons.metrics"],
    [{ replicas: 2 }, "replicas", "use another entry in runners with the same token"],
  ])(
    "is refused with the key to use if it does not exist or glrunner sets it: %j",
    (chartValues, path, fix) => {
      const parsed = parseConfig(sample({ runners: [runner({ chartValues })] }), parseOptions);
      expect(parsed).toMatchObject({
        ok: false,
        problems: [{ code: "unknown-key", path: `runners[0].chartValues.${path}`, fix }],
      });
    },
  );

  it.each([
    [{ logLevel: 5 }, "logLevel"],
    [{ sessionServer: { enabled: "yes" } }, "sessionServer.enabled"],
    [{ hostAliases: {} }, "hostAliases"],
    [{ metrics: { port: "9252" } }, "metrics.port"],
    [{ podLabels: { a: 1 } }, "podLabels.a"],
  ])("has the type of its default: %j", (chartValues, path) => {
    expect(values(chartValues)).toEqual(at("wrong-type", path));
  });

  it("is never one that glrunner sets", () => {
    const together = ["podLabels", "podAnnotations"];
    expect(usedKeys.filter((key) => !together.includes(key) && ownedChartValue(key) === undefined)).toEqual(
      [],
    );
  });
});

describe("an entry of a chart's value", () => {
  it.each([
    [{ podLabels: { "glrunner/manager": "x" } }, 'podLabels["glrunner/manager"]'],
    [{ extraEnv: { CI_SERVER_URL: "x" } }, "extraEnv.CI_SERVER_URL"],
    [{ extraEnvFrom: { CI_SERVER_TOKEN: {} } }, "extraEnvFrom.CI_SERVER_TOKEN"],
    [{ extraEnv: { https_proxy: "http://x:1" } }, "extraEnv.https_proxy"],
    [{ configMaps: { entrypoint: "x" } }, "configMaps.entrypoint"],
  ])("is refused if glrunner or the chart sets it: %j", (chartValues, path) => {
    expect(values(chartValues)).toEqual(at("chart-value-computed", path));
  });

  it.each([
    [{ extraEnv: { DB_PASSWORD: "hunter2" } }, "extraEnv.DB_PASSWORD"],
    [
      { extraContainers: [{ env: [{ name: "API_TOKEN", value: "abc" }] }] },
      "extraContainers[0].env[0].value",
    ],
    [{ extraObjects: [{ kind: "Secret", stringData: { a: "b" } }] }, "extraObjects[0]"],
  ])("is refused if it is a secret: %j", (chartValues, path) => {
    expect(values(chartValues)).toEqual(at("chart-value-secret", path));
  });

  it("is a literal token if it has the format of a token", () => {
    const token = ["glpat", "abcdefghijklmnopqrst"].join("-");
    expect(values({ configMaps: { a: token } })).toEqual(at("literal-token", "configMaps.a"));
  });
});

describe("a manager on Fargate", () => {
  it.each([
    [{ securityContext: { privileged: true } }, "securityContext"],
    [{ securityContext: { capabilities: { add: ["NET_ADMIN"] } } }, "securityContext"],
    [{ volumes: [{ name: "v", hostPath: { path: "/v" } }] }, "volumes"],
    [{ extraContainers: [{ name: "c", ports: [{ hostPort: 80 }] }] }, "extraContainers"],
  ])("must not have settings that Fargate does not support: %j", (chartValues, path) => {
    expect(values(chartValues)).toEqual(at("fargate-pod-setting", path));
    expect(values(chartValues, nodes)).toEqual([]);
  });

  it("may have a DaemonSet only if the cluster has nodes", () => {
    const chartValues = { extraObjects: [{ kind: "DaemonSet" }] };
    expect(values(chartValues)).toEqual(at("fargate-daemon-set", "extraObjects[0]"));
    expect(values(chartValues, nodes)).toEqual([]);
    expect(found({ runners: [runner({ chartValues, compute: "on-demand" })] })).toEqual([]);
  });
});

it("finds a secret in the variables of a service", () => {
  const services = [{ name: "postgres:17", environment: { POSTGRES_PASSWORD: "hunter2" } }];
  expect(found({ runners: [runner({ job: { services } })] })).toEqual([
    "literal-token runners[0].job.services[0].environment.POSTGRES_PASSWORD",
  ]);
});
