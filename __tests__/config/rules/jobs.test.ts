import { describe, expect, it } from "vitest";
import { found, runner } from "../samples";

const job = (settings: object, more: object = {}) => ({ runners: [runner({ job: settings, ...more })] });
const nodes = { compute: "on-demand" };
const at = (code: string, path: string) => [`${code} runners[0].job.${path}`];
const mount = { name: "v", mountPath: "/v" };

describe("a job option that Fargate does not run", () => {
  it.each([
    [{ volumes: { hostPath: [{ ...mount, hostPath: "/var/run" }] } }, "volumes.hostPath"],
    [{ security: { build: { privileged: true } } }, "security.build"],
    [{ security: { service: { privileged: true } } }, "security.service"],
    [{ security: { helper: { capabilities: { add: ["NET_ADMIN"] } } } }, "security.helper"],
    [{ security: { capabilities: { add: ["NET_ADMIN"] } } }, "security.capabilities.add"],
  ])("%j", (settings, path) => {
    expect(found(job(settings))).toEqual(at("fargate-pod-setting", path));
    expect(found(job(settings, nodes))).toEqual([]);
  });

  it("is a warning where only the claim's volume decides", () => {
    const settings = { volumes: { pvc: [mount] } };
    expect(found(job(settings))).toEqual(at("fargate-claim", "volumes.pvc"));
    expect(found(job(settings, nodes))).toEqual([]);
  });

  it.each([
    [{ nodeSelector: { team: "a" } }, "nodeSelector"],
    [{ tolerations: { "team=a": "NoSchedule" } }, "tolerations"],
  ])("is a choice of nodes: %j", (settings, path) => {
    expect(found(job(settings))).toEqual(at("fargate-node-choice", path));
    expect(found(job(settings, nodes))).toEqual([]);
  });

  it("is none of those that Fargate runs", () => {
    const volumes = { emptyDir: [mount], secret: [{ name: "s", mountPath: "/s" }] };
    const security = {
      build: { privileged: false, capabilities: { drop: ["ALL"] } },
      pod: { fsGroup: 1000 },
    };
    expect(found(job({ volumes, security, priorityClass: "high" }))).toEqual([]);
  });
});

describe("a name that glrunner sets itself", () => {
  it.each([
    [{ labels: { "glrunner/runner": "x" } }, 'labels["glrunner/runner"]'],
    [
      { annotations: { "karpenter.sh/do-not-disrupt": "false" } },
      'annotations["karpenter.sh/do-not-disrupt"]',
    ],
    [{ nodeSelector: { "glrunner/pool": "spot" } }, 'nodeSelector["glrunner/pool"]'],
    [{ tolerations: { "glrunner/pool=spot": "NoExecute" } }, 'tolerations["glrunner/pool=spot"]'],
    [{ nodeSelector: { "kubernetes.io/arch": "arm64" } }, 'nodeSelector["kubernetes.io/arch"]'],
  ])("%j", (settings, path) => {
    expect(found(job(settings, nodes))).toEqual(at("job-name-reserved", path));
  });
});

describe("an overwrite that lets a job leave its place", () => {
  it.each([
    [{ namespace: "gitlab-.*" }, "overwrites.namespace", "extra-toml-escape"],
    [{ podLabels: "glrunner" }, "overwrites.podLabels", "extra-toml-escape"],
    [{ podLabels: "(a+)+$" }, "overwrites.podLabels", "extra-toml-pattern"],
  ])("%j", (overwrites, path, code) => {
    expect(found(job({ overwrites }))).toEqual(at(code, path));
  });

  it("is none of those that stay in it", () => {
    expect(found(job({ overwrites: { podLabels: "^team=", serviceAccount: "^ci-" } }))).toEqual([]);
  });
});

it("refuses two volumes at one path", () => {
  const volumes = { emptyDir: [mount], secret: [{ name: "s", mountPath: "/v/" }] };
  expect(found(job({ volumes }))).toEqual(at("mount-path-twice", "volumes.secret[0].mountPath"));
});

it("refuses a volume of extraToml at such a path, too", () => {
  const extraToml = "[[runners]]\n[[runners.kubernetes.volumes.empty_dir]]\nname = 'w'\nmount_path = '/v'\n";
  const twice = ["mount-path-twice runners[0].extraToml"];
  expect(found(job({ volumes: { emptyDir: [mount] } }, { extraToml }))).toEqual(twice);
  expect(found(job({}, { extraToml }))).toEqual([]);
  const certificates = extraToml.replace("'/v'", "'/etc/gitlab-runner/certs'");
  expect(found({ gitlabCa: { secret: "ca" }, runners: [runner({ extraToml: certificates })] })).toEqual(
    twice,
  );
});

it("refuses a flavor together with a helper image of your own", () => {
  expect(found(job({ helper: { image: "x:1", flavor: "ubuntu" } }))).toEqual(
    at("no-effect", "helper.flavor"),
  );
});

it("refuses maximum sizes beyond the largest Fargate size", () => {
  const overwrites = { max: { cpu: 16, memory: "8Gi" } };
  expect(found(job({ overwrites }))).toEqual(at("job-too-large", "overwrites.max"));
  expect(found(job({ overwrites }, nodes))).toEqual([]);
  expect(found(job({ overwrites: { max: { cpu: 8, memory: "16Gi" } } }))).toEqual([]);
});

it("refuses allowed pull policies without the runner's own", () => {
  const allowed = { pullPolicies: ["always"] };
  expect(found(job({ allowed }))).toEqual(at("pull-policy-not-allowed", "allowed.pullPolicies"));
  expect(found(job({ allowed, pullPolicy: ["if-not-present", "always"] }))).toEqual([]);
});

describe("a setting of both an option and extraToml", () => {
  const both = (settings: object, toml: string, more: object = {}) =>
    found(job(settings, { extraToml: `[[runners]]\n${toml}`, ...more }));
  const twice = ["extra-toml-twice runners[0].extraToml"];

  it.each([
    [{ image: "alpine" }, "[runners.kubernetes]\nimage = 'busybox'"],
    [{ pullPolicy: "always" }, "[runners.kubernetes]\npull_policy = 'never'"],
    [{ helper: { flavor: "ubuntu" } }, "[runners.kubernetes]\nhelper_image_flavor = 'alpine'"],
    [{ scripts: { preBuild: "a" } }, "pre_build_script = 'b'"],
    [{ labels: { team: "a" } }, "[runners.kubernetes.pod_labels]\nteam = 'b'"],
    [
      { security: { build: { runAsUser: 1000 } } },
      "[runners.kubernetes.build_container_security_context]\nRun_as_user = 0",
    ],
    [{ overwrites: { max: { cpu: 4 } } }, "[runners.kubernetes]\ncpu_limit_overwrite_max_allowed = '8'"],
  ])("is refused if one of the two would be lost: %j", (settings, toml) => {
    expect(both(settings, toml)).toEqual(twice);
  });

  it("is refused for a variable with two values, and for a cache", () => {
    const toml = '[[runners]]\nenvironment = ["A=1", "B=2"]\n[runners.cache]\nPath = "x"\n';
    const more = { environment: { A: "2", B: "2" }, cache: { bucket: "my-cache", prefix: "y" } };
    expect(found({ runners: [runner({ extraToml: toml, ...more })] })).toEqual([...twice, ...twice]);
  });

  it("is refused for keys of extraToml that differ only in case", () => {
    expect(both({}, "[runners.kubernetes]\nimage = 'a'\nImage = 'b'")).toEqual(twice);
    expect(both({}, "[[runners.kubernetes.services]]\nname = 'a'\nNAME = 'b'")).toEqual(twice);
  });

  it("is refused if it would replace a table", () => {
    expect(both({}, "[runners.kubernetes]\nvolumes = 'x'")).toEqual([
      "extra-toml-computed runners[0].extraToml",
    ]);
  });

  it.each([
    [{}, "[runners.kubernetes]\nimage = 'busybox'"],
    [{ image: "alpine" }, "[runners.kubernetes]\nimage = 'alpine'"],
    [{ labels: { team: "a" } }, "[runners.kubernetes.pod_labels]\nother = 'b'"],
    [{ allowed: { images: ["a/*"] } }, "[runners.kubernetes]\nallowed_images = ['b/*']"],
    [
      { volumes: { emptyDir: [mount] } },
      "[[runners.kubernetes.volumes.empty_dir]]\nname = 'w'\nmount_path = '/w'",
    ],
  ])("is accepted if nothing is lost: %j", (settings, toml) => {
    expect(both(settings, toml)).toEqual([]);
  });
});
