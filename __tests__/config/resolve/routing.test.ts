import { describe, expect, it } from "vitest";
import {
  classTag,
  runnerTags,
  sameGitlab,
  tagsBesideSpot,
  takersOf,
} from "../../../src/config/resolve/routing";

const fargate = {
  name: "f",
  compute: "fargate",
  tags: ["eks-fargate", "docker"],
  runUntagged: true,
} as const;
const spot = { name: "s", compute: "spot", tags: ["eks-spot", "docker"], runUntagged: false } as const;
const fleet = [fargate, spot];

describe("a job", () => {
  const takers = (...tags: string[]) => takersOf(fleet, tags).map(({ name }) => name);
  it("goes to runners with all of its tags, or that accept untagged jobs", () => {
    expect(takers("eks-fargate")).toEqual(["f"]);
    expect(takers("docker")).toEqual(["f", "s"]);
    expect(takers("docker", "eks-spot")).toEqual(["s"]);
    expect(takers("eks-fargate", "eks-spot")).toEqual([]);
    expect(takers("eks-spot", "gpu")).toEqual([]);
    expect(takers("EKS-spot")).toEqual([]);
    expect(takers()).toEqual(["f"]);
  });
});

describe("a runner", () => {
  it("has the tag of its class, unless it has configured tags", () => {
    expect(classTag("on-demand")).toBe("eks-on-demand");
    expect(runnerTags({ compute: "spot" })).toEqual(["eks-spot"]);
    expect(runnerTags({ compute: "spot", tags: ["x"] })).toEqual(["x"]);
    expect(runnerTags({ compute: "fargate", tags: [] })).toEqual([]);
  });

  it("can be selected without Spot by its tags, without tags, or not at all", () => {
    expect(tagsBesideSpot(fleet, fargate)).toEqual(["eks-fargate", "docker"]);
    expect(tagsBesideSpot(fleet, spot)).toBeUndefined();
    const plain = { ...fargate, tags: ["docker"] };
    expect(tagsBesideSpot([plain, spot], plain)).toEqual([]);
    const tagged = { ...plain, runUntagged: false };
    expect(tagsBesideSpot([tagged, spot], tagged)).toBeUndefined();
  });

  it("belongs to the GitLab of its address, with or without a slash at the end", () => {
    const one = { gitlabUrl: "https://a.example" };
    const same = { gitlabUrl: "https://a.example/" };
    const other = { gitlabUrl: "https://b.example" };
    expect([sameGitlab(one, same), sameGitlab(one, other)]).toEqual([true, false]);
  });
});
