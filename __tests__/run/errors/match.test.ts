import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decide, explain, withinLimits } from "../../../src/run/errors/match";

const expired =
  "creating EKS Add-On (a:b): operation error EKS: CreateAddon, https response error StatusCode: 403, RequestID: a, api error ExpiredTokenException: The security token included in the request is expired";
const authMissing = 'The configmap "aws-auth" does not exist';
const webhook =
  'Internal error occurred: failed calling webhook "a": failed to call webhook: Post "https://karpenter.karpenter.svc:8443/": no endpoints available for service "karpenter"';
const roleExists =
  "creating IAM Role (a): operation error IAM: CreateRole, https response error StatusCode: 409, RequestID: a, EntityAlreadyExists: Role with name a already exists.";
const denied = "api error AccessDeniedException: User: arn is not authorized to perform: eks:CreateAddon";
const unknown = "Invalid value for variable: the answer is not 42";

describe("an explanation", () => {
  it("does not depend on how Terraform broke and framed the lines", () => {
    const framed = `╷
│ Error: creating EKS Cluster (glrunner): ResourceInUseException: Cluster
│ already exists
│ with name: glrunner
│
╵`;
    expect(explain(framed, "eks", "apply")?.id).toBe("cluster-exists");
  });

  it("is given only where the error can occur, and in the single stack everywhere", () => {
    expect(explain(roleExists, "eks", "apply")?.id).toBe("iam-exists");
    expect(explain(roleExists, "vpc", "apply")).toBeUndefined();
    expect(explain(roleExists, "eks", "destroy")).toBeUndefined();
    expect(explain(roleExists, "single", "apply")?.id).toBe("iam-exists");
  });

  it("is the most cautious of several", () => {
    expect(explain(`${roleExists} ${denied}`, "eks", "apply")?.id).toBe("access-denied");
  });

  it("is undefined for an unknown error", () => {
    const text = fc.oneof(
      fc.string({ unit: "grapheme" }),
      fc.lorem({ maxCount: 40 }),
      // What Terraform's errors are made of, without what makes them known.
      fc
        .array(
          fc.constantFrom("Error:", "creating", "EKS", "aws", "cluster", "https://", "400", "\n│", "state"),
        )
        .map((words) => words.join(" ")),
    );
    const stack = fc.constantFrom("vpc", "eks", "addons", "runners", "single");
    const during = fc.constantFrom("init", "plan", "apply", "destroy");
    fc.assert(
      fc.property(text, stack, during, (error, where, when) => {
        expect(explain(error, where, when)).toBeUndefined();
        expect(decide([error], where, when).kind).toBe("stop");
      }),
    );
  });
});

describe("a decision", () => {
  it("is to stop if one error is unknown, with all errors", () => {
    const decision = decide([authMissing, unknown], "addons", "apply");
    expect(decision.kind).toBe("stop");
    expect(decision.errors.map(({ text, entry }) => [text, entry?.id])).toEqual([
      [authMissing, "aws-auth-missing"],
      [unknown, undefined],
    ]);
  });

  it("is to stop if one error needs a person", () => {
    expect(decide([expired, denied], "addons", "apply").kind).toBe("stop");
  });

  it("is to stop if a command failed without an error", () => {
    expect(decide([], "addons", "apply")).toEqual({ kind: "stop", errors: [] });
  });

  it("is to wait for credentials before a retry or an adoption", () => {
    expect(decide([authMissing, expired, roleExists], "addons", "apply").kind).toBe("wait-for-credentials");
  });

  it("is to adopt before a retry", () => {
    expect(decide([authMissing, roleExists], "addons", "apply").kind).toBe("adopt");
  });

  it("waits as long as the slowest entry says, within the limit of each entry", () => {
    expect(decide([authMissing, webhook, webhook], "addons", "apply")).toMatchObject({
      kind: "retry",
      waitSeconds: 30,
      limits: [
        { id: "aws-auth-missing", attempts: 6 },
        { id: "webhook-not-ready", attempts: 5 },
      ],
    });
  });

  it("limits waits for credentials and adoptions too", () => {
    expect(decide([expired], "addons", "apply")).toMatchObject({
      waitSeconds: 10,
      limits: [{ id: "credentials-expired", attempts: 6 }],
    });
    expect(decide([roleExists], "addons", "apply")).toMatchObject({
      waitSeconds: 0,
      limits: [{ id: "iam-exists", attempts: 10 }],
    });
  });

  it("turns into a stop when one of its limits is reached", () => {
    const decision = decide([authMissing, webhook], "addons", "apply");
    expect(withinLimits(decision, new Map([["webhook-not-ready", 4]]))).toBe(decision);
    expect(withinLimits(decision, new Map([["webhook-not-ready", 5]]))).toEqual({
      kind: "stop",
      errors: decision.errors,
    });
    expect(withinLimits(decision, new Map([["credentials-expired", 99]]))).toBe(decision);
  });
});

describe("the output of init", () => {
  const unreachable = `
Error: Failed to query available provider packages

Could not retrieve the list of available versions for provider hashicorp/aws:
could not connect to registry.terraform.io: failed to request discovery
document: Get "https://registry.terraform.io/.well-known/terraform.json":
dial tcp: lookup registry.terraform.io on 10.0.0.2:53: no such host
`;
  const warning = `
Warning: Incomplete lock file information for providers

Due to your customized provider installation methods, Terraform was forced to
calculate lock file checksums locally.
`;
  const unsupported = `
Error: Unsupported block type

  on cdk.tf.json line 3, in provider:
`;

  it("is retried if the registry cannot be reached, whatever warnings it has", () => {
    expect(decide([warning + unreachable], "vpc", "init").kind).toBe("retry");
    expect(decide([unreachable + warning], "vpc", "init").kind).toBe("retry");
  });

  it("stops when one of its errors is unknown", () => {
    for (const text of [unreachable + unsupported, unsupported + unreachable]) {
      const { kind, errors } = decide([text], "vpc", "init");
      expect(kind).toBe("stop");
      expect(errors.map(({ entry }) => entry?.id).sort()).toEqual(["registry-unreachable", undefined]);
    }
  });

  it("waits for credentials if the backend has none", () => {
    const text = `
Error: No valid credential sources found

Please see https://developer.hashicorp.com/terraform/language/backend/s3
for more information about providing credentials.

Error: failed to refresh cached credentials, no EC2 IMDS role found, operation
error ec2imds: GetMetadata, request send failed, Get
"http://169.254.169.254/latest/meta-data/": dial tcp 169.254.169.254:80:
connect: no route to host
`;
    expect(decide([text], "vpc", "init").kind).toBe("wait-for-credentials");
  });

  it("is read within its frame", () => {
    const framed = (unreachable + unsupported)
      .split("\n")
      .map((line) => `│ ${line}`)
      .join("\n");
    expect(decide([framed], "vpc", "init").errors).toHaveLength(2);
  });

  it("is one error if it names none", () => {
    expect(decide(["terraform ended with a signal"], "vpc", "init").errors).toHaveLength(1);
  });
});
