import { describe, expect, it } from "vitest";
import { releaseSecret } from "../../../src/emulator/kubernetes/release";

const stored = { type: "helm_release", identity: "n/r", uid: "u", created: "2026-01-01T00:00:00Z" };

describe("the Secret of a Helm release", () => {
  it("has the name and labels of Helm 3, and no data", () => {
    const state = {
      name: "r",
      namespace: "n",
      status: "deployed",
      metadata: [{ revision: 1 }],
      values: ["t: 1"],
    };
    expect(releaseSecret({ ...stored, state })).toEqual({
      apiVersion: "v1",
      kind: "Secret",
      metadata: {
        name: "sh.helm.release.v1.r.v1",
        namespace: "n",
        labels: { modifiedAt: "1767225600", name: "r", owner: "helm", status: "deployed", version: "1" },
        uid: "u",
        creationTimestamp: "2026-01-01T00:00:00Z",
      },
      type: "helm.sh/release.v1",
    });
  });

  it("has the status of the release", () => {
    const state = { name: "r", status: "pending-install", metadata: [{ revision: 3 }] };
    const { metadata } = releaseSecret({ ...stored, state });
    expect(metadata).toMatchObject({
      name: "sh.helm.release.v1.r.v3",
      namespace: "default",
      labels: { status: "pending-install", version: "3" },
    });
  });
});
