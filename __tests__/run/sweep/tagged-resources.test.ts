/** What a stage created and a lost state no longer records, listed from what AWS answers. */
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { sweep, sweepText, type SweepResult, type SweptCluster } from "../../../src/run/sweep";
import { noCluster, scriptedAws, type ScriptedAws } from "../../support/scripted-aws";

const own = { "glrunner/cluster": "ci" };
const ofOther = { "glrunner/cluster": "ci-eu" };
type Tags = Readonly<Record<string, string>>;

let aws: ScriptedAws;
let cluster: SweptCluster;
beforeEach(async () => {
  aws = await scriptedAws();
  const credentials = { accessKeyId: "loopback", secretAccessKey: "none" };
  const access = { region: "us-west-2", endpoint: aws.url, credentials };
  cluster = { name: "ci", region: "us-west-2", access };
  aws.answers.set("GET /clusters/ci", noCluster);
});
afterEach(() => aws.stop());

const eksCluster = (tags: Tags) => JSON.stringify({ cluster: { name: "ci", status: "ACTIVE", tags } });
const members = (items: readonly string[]) => items.map((item) => `<member>${item}</member>`).join("");
const pairs = (tags: Tags) =>
  members(Object.entries(tags).map(([key, value]) => `<Key>${key}</Key><Value>${value}</Value>`));
const iam = (operation: string, body: string) => {
  const result = `<${operation}Result>${body}</${operation}Result>`;
  aws.answers.set(operation, `<${operation}Response>${result}</${operation}Response>`);
};

/** Every role and policy has the same tags, as the answers are by operation. */
function identities(tags: Tags, roles: readonly string[], policies: readonly string[], path = "/"): void {
  const named = roles.map((name) => `<RoleName>${name}</RoleName><Path>${path}</Path>`);
  iam("ListRoles", `<Roles>${members(named)}</Roles>`);
  iam("GetRole", `<Role><RoleName>any</RoleName><Tags>${pairs(tags)}</Tags></Role>`);
  const listed = policies.map(
    (name) => `<PolicyName>${name}</PolicyName><Arn>arn:aws:iam::1:policy${path}${name}</Arn>`,
  );
  iam("ListPolicies", `<Policies>${members(listed)}</Policies>`);
  iam("GetPolicy", `<Policy><PolicyName>any</PolicyName><Tags>${pairs(tags)}</Tags></Policy>`);
}

const profiles = (tags: Tags, ...names: readonly string[]) => {
  const listed = names.map((name) => `<InstanceProfileName>${name}</InstanceProfileName>`);
  iam("ListInstanceProfiles", `<InstanceProfiles>${members(listed)}</InstanceProfiles>`);
  iam("GetInstanceProfile", `<InstanceProfile><Tags>${pairs(tags)}</Tags></InstanceProfile>`);
};

const look = () => sweep(cluster, { dryRun: true });
const found = ({ tagged }: SweepResult) =>
  tagged?.listings.flatMap((listing) => ("fix" in listing.found ? [] : listing.found));

describe("the listing of what a lost state leaves", () => {
  it("has roles and policies under any path", async () => {
    identities(own, ["ci-karpenter-irsa"], ["ci-karpenter"], "/company/ci/");
    profiles(own);
    expect(found(await look())).toEqual([
      { type: "IAM role", id: "ci-karpenter-irsa" },
      { type: "IAM policy", id: "ci-karpenter" },
    ]);
  });

  it("has the roles, policies and instance profiles with the owner tag", async () => {
    identities(own, ["ci-karpenter-irsa", "circus", "pods-ci-1-x"], ["ci-karpenter", "circus"]);
    profiles(own, "Karpenter-ci-1");
    const result = await look();
    expect(found(result)).toEqual([
      { type: "IAM role", id: "ci-karpenter-irsa" },
      { type: "IAM role", id: "pods-ci-1-x" },
      { type: "IAM policy", id: "ci-karpenter" },
      { type: "instance profile", id: "Karpenter-ci-1" },
    ]);
    const [none = ""] = sweepText(result)
      .split("\n")
      .filter((line) => line.startsWith("None left:"));
    expect(none).not.toContain("instance profile");
  });

  it.each<Tags>([{}, ofOther, { Name: "ci" }, { Blueprint: "ci" }])(
    "has no look-alike with the tags %j, under any name",
    async (tags) => {
      aws.answers.set("GET /clusters/ci", eksCluster(tags));
      identities(tags, ["ci-karpenter-irsa"], ["ci-karpenter"]);
      profiles(tags, "Karpenter-ci-1");
      expect(found(await look())).toEqual([]);
    },
  );

  it("has the cluster that exists with the owner tag, and deletes nothing", async () => {
    aws.answers.set("GET /clusters/ci", eksCluster(own));
    identities(own, ["ci-karpenter-irsa"], []);
    const result = await look();
    expect(result.kinds).toEqual([]);
    expect(found(result)).toEqual([
      { type: "EKS cluster", id: "ci" },
      { type: "IAM role", id: "ci-karpenter-irsa" },
    ]);
    expect(sweepText(result)).toContain("`glrunner deploy`");
  });

  it.each([
    ["alias/eks/ci", own, [{ type: "KMS key", id: "alias/eks/ci" }]],
    ["alias/eks/ci", ofOther, []],
    ["alias/eks/ci-eu", own, []],
  ])("has the KMS key of the exact alias %s with the owner tag", async (AliasName, tags, expected) => {
    aws.answers.set(
      "TrentService.ListAliases",
      JSON.stringify({ Aliases: [{ AliasName, TargetKeyId: "k" }] }),
    );
    const Tags = Object.entries(tags).map(([TagKey, TagValue]) => ({ TagKey, TagValue }));
    aws.answers.set("TrentService.ListResourceTags", JSON.stringify({ Tags }));
    expect(found(await look())).toEqual(expected);
  });

  it("has a created cache bucket with the owner tag, and looks for no other", async () => {
    const tagging = (tags: Tags) => {
      const set = Object.entries(tags).map(([k, v]) => `<Tag><Key>${k}</Key><Value>${v}</Value></Tag>`);
      aws.answers.set("GET /ci-cache?tagging", `<Tagging><TagSet>${set.join("")}</TagSet></Tagging>`);
    };
    tagging(own);
    expect(found(await look())).toEqual([]);
    cluster = { ...cluster, buckets: ["ci-cache"] };
    expect(found(await look())).toEqual([{ type: "S3 bucket", id: "ci-cache" }]);
    tagging(ofOther);
    expect(found(await look())).toEqual([]);
    aws.answers.set("GET /ci-cache?tagging", [403, "<Error><Code>AccessDenied</Code></Error>"]);
    expect(sweepText(await look())).toContain("could not list S3 bucket");
  });

  it("claims only what AWS listed, and names what was not looked for", async () => {
    identities(own, [], []);
    const result = await look();
    const lines = sweepText(result).split("\n");
    const [none = ""] = lines.filter((line) => line.startsWith("None left with"));
    expect(none).toContain("EKS cluster, IAM role, IAM policy");
    // EC2 and EventBridge refuse.
    expect(none).not.toMatch(/vpc|event rule/);
    expect(lines.filter((line) => line.startsWith("could not list vpc"))).toHaveLength(1);
    expect(lines.filter((line) => line.startsWith("Not searched for:")).join("")).toContain("alias/eks/ci");
  });

  it("is not made while it is unknown whether the cluster exists", async () => {
    aws.answers.delete("GET /clusters/ci");
    expect((await look()).tagged).toBeUndefined();
  });
});
