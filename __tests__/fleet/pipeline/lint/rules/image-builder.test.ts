import { describe, expect, it } from "vitest";
import { fargate, fleet, found } from "../../samples";

const job = (script: string, rest = "", tag = "eks-fargate") =>
  `a:\n  tags: [${tag}]\n  script:\n    - ${script}\n${rest}`;
const levels = (yaml: string, runners?: ReturnType<typeof fleet>) =>
  found("image-builder", yaml, runners).map(([where]) => where);

describe("image-builder", () => {
  it("reports a builder that cannot run on Fargate, and proposes a runner that can run it", () => {
    expect(found("image-builder", job("buildah bud -t x ."))).toEqual([
      [
        "error 4 a",
        "buildah bud -t x .: Buildah needs a user namespace or a privileged pod; runner fargate: Fargate has neither",
        "tags: [eks-on-demand], of runner builder",
      ],
    ]);
  });

  it.each([
    ["cd x && buildah push x", "error 4 a"],
    ["sudo buildah images", "error 4 a"],
    ["buildctl-daemonless.sh build --frontend dockerfile.v0", "error 4 a"],
    ["podman build .", "warning 4 a"],
    ["podman --log-level=debug run x", "warning 4 a"],
    ["buildctl build --frontend dockerfile.v0", "warning 4 a"],
    ["docker build .", "warning 4 a"],
    ["docker buildx build --push .", "warning 4 a"],
  ])("reports %j: %s", (script, where) => {
    expect(levels(job(script))).toEqual([where]);
  });

  it.each([
    "echo docker build",
    "buildah --version",
    "podman ps",
    "docker login -u x",
    "docker -H tcp://e.com build .",
    "docker buildx create --driver=kubernetes",
    "docker manifest inspect x",
    "podman build --remote .",
    "buildctl build --addr tcp://e.com:1234",
    "mydocker build .",
    "'# docker build'",
  ])("accepts %j", (script) => {
    expect(levels(job(script))).toEqual([]);
  });

  it("accepts a remote server, and leaves Docker-in-Docker to the rule privileged", () => {
    expect(levels(job("docker build .", "  variables: { DOCKER_HOST: tcp://e.com:2376 }\n"))).toEqual([]);
    expect(levels(job("docker build .", "  rules: [{ variables: { DOCKER_HOST: x } }]\n"))).toEqual([]);
    expect(levels(job("docker build .", "  services: [docker:dind]\n"))).toEqual([]);
    const environment = { BUILDKIT_HOST: "tcp://e.com:1234" };
    expect(levels(job("buildctl build"), fleet([{ ...fargate, environment }]))).toEqual([]);
  });

  it("warns on nodes with unprivileged pods, and accepts privileged pods", () => {
    expect(levels(job("buildah bud .", "", "eks-spot"))).toEqual(["warning 4 a"]);
    expect(levels(job("buildah bud .", "", "eks-on-demand"))).toEqual([]);
  });

  it("reports the line of the command in before_script, defaults, anchors and references", () => {
    expect(levels(`default:\n  before_script: [buildah bud .]\n${job("x")}`)).toEqual(["error 2 a"]);
    expect(levels(`.b: &b [x, buildah bud .]\n${job("*b")}`)).toEqual(["error 1 a"]);
    expect(levels(`.b:\n  script: [x, buildah bud .]\n${job("!reference [.b, script]")}`)).toEqual([
      "error 2 a",
    ]);
    expect(levels("a: { tags: [eks-fargate], script: [!reference [a, script]] }\n")).toEqual([]);
  });

  it("warns about an image that may have another use", () => {
    expect(levels(job("./build.sh", "  image: quay.io/buildah/stable:v1\n"))).toEqual(["warning 5 a"]);
    expect(levels(job("./build.sh", "  image: quay.io/podman/stable\n"))).toEqual(["warning 5 a"]);
    expect(levels(job("./build.sh", "  image: moby/buildkit:rootless\n"))).toEqual(["warning 5 a"]);
  });

  it("accepts kaniko on Fargate, and warns about the archived one", () => {
    const image = (name: string) => levels(job("/kaniko/executor", `  image: ${name}\n`));
    expect(image("gcr.io/kaniko-project/executor:debug")).toEqual(["warning 5 a"]);
    expect(image("e.com/osscontainertools/kaniko:1")).toEqual([]);
  });

  it("proposes kaniko if no runner can run the builder", () => {
    const [first] = found("image-builder", job("buildah bud ."), fleet([fargate]));
    expect(first?.[2]).toContain("osscontainertools/kaniko");
  });

  const docker = { name: "docker", compute: "on-demand", build: "docker", tags: ["docker"] };
  const rootless = { name: "rootless", compute: "on-demand", build: "rootless", tags: ["rootless"] };
  const fix = (script: string, runners: Parameters<typeof fleet>[0], rest = "") =>
    found("image-builder", job(script, rest), fleet(runners))[0]?.[2];

  it("proposes a runner with `build` for the program, with the service that Docker needs", () => {
    const service = ", and the service public.ecr.aws/docker/library/docker:24.0.5-dind with alias: docker";
    const all = [fargate, docker, rootless];
    expect(fix("docker build .", all)).toBe(`tags: [docker], of runner docker${service}`);
    expect(fix("buildctl-daemonless.sh build", all)).toBe("tags: [rootless], of runner rootless");
    expect(fix("buildah bud .", all)).toBe("tags: [docker], of runner docker");
    const own = { ...docker, job: { services: [{ name: "e.com/docker:dind", alias: "docker" }] } };
    expect(fix("docker build .", [fargate, own])).toBe("tags: [docker], of runner docker");
  });

  it("proposes a new runner with `build` if no runner can run the program", () => {
    expect(fix("docker build .", [fargate, rootless])).toMatch(/compute: on-demand, build: docker and a tag/);
    expect(fix("buildctl-daemonless.sh build", [fargate])).toMatch(
      /compute: on-demand, build: rootless and a/,
    );
    expect(fix("buildah bud .", [fargate, rootless])).toMatch(/compute: on-demand and job.privileged: true/);
    const strict = { ...docker, job: { allowed: { images: ["e.com/*"] } } };
    expect(fix("docker build .", [fargate, strict], "  image: docker:cli\n")).toMatch(
      /build: docker and a tag/,
    );
  });

  it("accepts each program on a runner with `build` for it", () => {
    const on = (script: string, tag: string, rest = "") =>
      levels(job(script, rest, tag), fleet([docker, rootless]));
    expect(on("buildctl-daemonless.sh build", "rootless")).toEqual([]);
    expect(on("buildah bud .", "rootless")).toEqual(["warning 4 a"]);
    expect(on("docker build .", "rootless")).toEqual(["warning 4 a"]);
    expect(on("docker build .", "docker", "  services: [docker:dind]\n")).toEqual([]);
    expect(on("buildctl-daemonless.sh build", "docker")).toEqual([]);
  });

  it("warns about Docker on a privileged runner without a daemon", () => {
    const on = (runner: object, rest = "") =>
      levels(job("docker build .", rest, "docker"), fleet([{ ...docker, ...runner }]));
    expect(on({})).toEqual(["warning 4 a"]);
    expect(on({}, "  variables: { DOCKER_HOST: tcp://docker:2375 }\n")).toEqual(["warning 4 a"]);
    expect(on({}, "  variables: { DOCKER_HOST: tcp://e.com:2375 }\n")).toEqual([]);
    expect(on({ environment: { DOCKER_HOST: "tcp://e.com:2375" } })).toEqual([]);
    const socket = {
      hostPath: [{ name: "docker", hostPath: "/var/run/docker.sock", mountPath: "/var/run/docker.sock" }],
    };
    expect(on({ job: { volumes: socket } })).toEqual([]);
  });

  it("checks each runner alone if one has a remote server", () => {
    const tags = ["any"];
    const far = { ...docker, name: "far", tags, environment: { DOCKER_HOST: "tcp://e.com:1" } };
    const runners = fleet([{ ...fargate, tags: [...tags, "own"] }, far]);
    expect(levels(job("docker build .", "", "any"), runners)).toEqual(["warning 4 a"]);
  });
});
