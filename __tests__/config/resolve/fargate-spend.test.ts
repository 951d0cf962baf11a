import { expect, it } from "vitest";
import { leastUsdPerVcpuHour } from "../../../src/config/resolve/fargate-spend";

it("is what a vCPU costs with the 2 GB that every size of Fargate's has at the least", () => {
  expect(leastUsdPerVcpuHour("us-west-2")).toBe(0.04937);
  expect(leastUsdPerVcpuHour("ap-southeast-2")).toBeUndefined();
});
