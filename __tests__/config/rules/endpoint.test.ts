import { describe, expect, it } from "vitest";
import { accepted, found } from "../samples";

const endpoint = (change: Readonly<Record<string, unknown>>) => ({ cluster: { endpoint: change } });

describe("the endpoint", () => {
  it("is public, private or both", () => {
    expect(found(endpoint({ public: true, private: true }))).toEqual([]);
    expect(found(endpoint({ public: false, private: false }))).toEqual([
      "endpoint-unreachable cluster.endpoint",
    ]);
  });

  it("causes a warning if a laptop cannot reach it", () => {
    expect(found(endpoint({ public: false }))).toEqual(["endpoint-private-only cluster.endpoint.public"]);
    expect(accepted(endpoint({ public: false }))).toBe(true);
  });

  it("causes a warning if the whole internet can reach it", () => {
    const open = endpoint({ allowedCidrs: ["0.0.0.0/0"] });
    expect(found(open)).toEqual(["endpoint-open cluster.endpoint.allowedCidrs"]);
    expect(accepted(open)).toBe(true);
  });

  it("must be reachable for pods", () => {
    const path = "cluster.endpoint.private";
    expect(found(endpoint({ private: false }))).toEqual([`endpoint-locks-out-pods ${path}`]);
    expect(found(endpoint({ private: false, allowedCidrs: ["0.0.0.0/0"] }))).toEqual([
      "endpoint-open cluster.endpoint.allowedCidrs",
    ]);
  });
});
