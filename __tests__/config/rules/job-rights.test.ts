import { describe, expect, it } from "vitest";
import { found, runner } from "../samples";

const arn = "arn:aws:iam::111122223333:policy/push";
const statement = { Effect: "Allow", Action: ["s3:GetObject"], Resource: "*" };
const document = (...Statement: object[]) => ({ Version: "2012-10-17", Statement });
const rights = (serviceAccount: object) => found({ runners: [runner({ job: { serviceAccount } })] });
const at = (code: string, path: string) => [`${code} runners[0].job.serviceAccount${path}`];

describe("the rights of jobs", () => {
  it.each([
    [{ policyArns: [arn], policy: document(statement) }, []],
    [{ existing: "mine", mountToken: true }, []],
    [{ existing: "mine", policyArns: [arn] }, at("job-account-existing", ".policyArns")],
    [{ existing: "mine", policy: document(statement) }, at("job-account-existing", ".policy")],
    [
      { policy: document({ ...statement, Resource: "x".repeat(10_240) }) },
      at("job-policy-too-long", ".policy"),
    ],
    [
      { policyArns: [arn, "arn:aws:iam::aws:policy/AdministratorAccess"] },
      at("job-rights-all", ".policyArns[1]"),
    ],
    [
      { policy: document(statement, { Effect: "Allow", Action: "*" }) },
      at("job-rights-all", ".policy.Statement[1]"),
    ],
    [{ policy: document({ Effect: "Deny", Action: "*" }) }, []],
    [{ policyArns: ["arn:aws:iam::111122223333:role/x"] }, at("wrong-form", ".policyArns[0]")],
  ])("%j", (serviceAccount, expected) => {
    expect(rights(serviceAccount)).toEqual(expected);
  });

  it("cannot be those of another runner", () => {
    const overwrites = { serviceAccount: "^runner.*" };
    const pair = (mine: object) =>
      found({
        runners: [
          runner({ job: { overwrites, ...mine } }),
          runner({ name: "runner2", job: { serviceAccount: { policyArns: [arn] } } }),
        ],
      });
    expect(pair({})).toEqual(["extra-toml-escape runners[0].job.overwrites.serviceAccount"]);
    expect(pair({ overwrites: { serviceAccount: "^team-" } })).toEqual([]);
  });

  it("may be set in one place only", () => {
    const extraToml = "[[runners]]\n[runners.kubernetes]\nservice_account = 'x'\n";
    expect(
      found({ runners: [runner({ extraToml, job: { serviceAccount: { policyArns: [arn] } } })] }),
    ).toEqual(["extra-toml-twice runners[0].extraToml"]);
    expect(found({ runners: [runner({ extraToml })] })).toEqual([]);
  });
});
