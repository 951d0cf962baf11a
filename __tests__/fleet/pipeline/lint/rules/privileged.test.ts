import { describe, expect, it } from "vitest";
import { fargate, fleet, found } from "../../samples";

const dind = (tag: string) => `a:
  script: docker build .
  tags: [${tag}]
  image: public.ecr.aws/docker/library/docker:28
  services:
    - name: public.ecr.aws/docker/library/docker:28-dind
      alias: docker
`;

describe("privileged", () => {
  it("reports Docker-in-Docker on Fargate, and proposes a runner that can run it", () => {
    expect(found("privileged", dind("eks-fargate"))).toEqual([
      [
        "error 6 a",
        "public.ecr.aws/docker/library/docker:28-dind needs a privileged pod; runner fargate: Fargate runs no privileged pods",
        "tags: [eks-on-demand], of runner builder",
      ],
    ]);
  });

  it("reports it on unprivileged nodes, and accepts it on privileged ones", () => {
    expect(found("privileged", dind("eks-spot")).map(([, message]) => message)).toEqual([
      "public.ecr.aws/docker/library/docker:28-dind needs a privileged pod; runner spot: its pods are not privileged",
    ]);
    expect(found("privileged", dind("eks-on-demand"))).toEqual([]);
  });

  it("reports a DOCKER_HOST in the job's own pod, and accepts a remote one", () => {
    const job = (host: string, script = "docker build .") =>
      found(
        "privileged",
        `variables: { DOCKER_HOST: "${host}" }\na: { script: ${script}, tags: [eks-fargate] }`,
      );
    expect(job("tcp://docker:2376").map(([where]) => where)).toEqual(["error 1 a"]);
    expect(job("unix:///var/run/docker.sock")).toHaveLength(1);
    expect(job("tcp://builder.example.com:2376")).toEqual([]);
    expect(job("tcp://docker:2376", "make lint")).toEqual([]);
  });

  it("warns about a service of every job if the job does not use Docker", () => {
    const job = (script: string) =>
      `default: { services: [docker:dind] }\na: { script: ${script}, tags: [eks-fargate] }`;
    expect(found("privileged", job("make lint")).map(([where]) => where)).toEqual(["warning 1 a"]);
    expect(found("privileged", job("docker build .")).map(([where]) => where)).toEqual(["error 1 a"]);
  });

  it("warns about a Docker-in-Docker image, which may be used for its client", () => {
    const yaml = "a: { script: x, tags: [eks-fargate], image: docker:dind }";
    expect(found("privileged", yaml).map(([where]) => where)).toEqual(["warning 1 a"]);
  });

  it("proposes the setting if no runner can run the job", () => {
    const [first] = found("privileged", dind("eks-fargate"), fleet([fargate]));
    expect(first?.[2]).toBe("a runner with compute: on-demand, build: docker and a tag of its own");
  });

  it("prefers a runner with build: docker to another privileged runner", () => {
    const other = { name: "other", compute: "on-demand", job: { privileged: true } };
    const docker = { name: "docker", compute: "on-demand", build: "docker", tags: ["build"] };
    const fix = (runners: Parameters<typeof fleet>[0]) =>
      found("privileged", dind("eks-fargate"), fleet(runners))[0]?.[2];
    expect(fix([fargate, other, docker])).toBe("tags: [build], of runner docker");
    expect(fix([fargate, other])).toBe("tags: [eks-on-demand], of runner other");
    // This runner cannot run the job, because it allows no service.
    const strict = { ...docker, job: { allowed: { services: ["e.com/*"] } } };
    expect(fix([fargate, strict, other])).toBe("tags: [eks-on-demand], of runner other");
  });

  it("proposes no runner whose jobs expect TLS for a daemon without TLS", () => {
    const plain = { name: "plain", compute: "on-demand", job: { privileged: true } };
    const docker = { name: "docker", compute: "on-demand", build: "docker", tags: ["build"] };
    const open = (tag: string) => `variables: { DOCKER_TLS_CERTDIR: "" }\n${dind(tag)}`;
    const on = (yaml: string, runners: Parameters<typeof fleet>[0]) =>
      found("privileged", yaml, fleet(runners)).map(([where, , fix]) => [where, fix]);
    expect(on(open("build"), [docker, plain])).toEqual([
      ["warning 7 a", "tags: [eks-on-demand], of runner plain"],
    ]);
    expect(on(open("eks-fargate"), [fargate, docker, plain])).toEqual([
      ["error 7 a", "tags: [eks-on-demand], of runner plain"],
    ]);
    expect(on(open("eks-fargate"), [fargate, docker])).toEqual([
      ["error 7 a", "a runner with compute: on-demand and job.privileged: true, without build"],
    ]);
    expect(on(dind("build"), [docker, plain])).toEqual([]);
    const both = `variables: { DOCKER_TLS_CERTDIR: "", DOCKER_TLS_VERIFY: "" }\n${dind("build")}`;
    expect(on(both, [docker, plain])).toEqual([]);
  });
});
