import { describe, expect, it } from "vitest";
import { found } from "../../samples";

const services = (...list: string[]) =>
  found(
    "service-port",
    `a:\n  script: x\n  tags: [eks-fargate]\n  services:\n${list.map((each) => `    - ${each}\n`).join("")}`,
  );

describe("service-port", () => {
  it("reports two servers on one port", () => {
    expect(services("mysql:8", "redis:7", "public.ecr.aws/docker/library/mariadb:11")).toEqual([
      [
        "error 7 a",
        "the services mysql:8 and public.ecr.aws/docker/library/mariadb:11 both listen on port 3306, and the containers of a pod share one address",
        "one service, or a command that makes one of them listen on another port",
      ],
    ]);
    expect(services("postgres", "{ name: postgres@sha256:0, alias: other }")).toHaveLength(1);
  });

  it.each([
    [["postgres:17", "mysql:8", "redis"]],
    [["postgres:17", "{ name: postgres:17, command: [-p, '5433'] }"]],
    [["postgres:17", "{ name: postgres:17, variables: { PGPORT: '5433' } }"]],
    [["e.com/postgres-exporter", "postgres"]],
    [["e.com:5000/unknown:1", "e.com:5000/unknown:1"]],
  ])("accepts %j", (list) => {
    expect(services(...list)).toEqual([]);
  });
});
