import { expect, it } from "vitest";
import { minUsdPerVcpuHour } from "../../../src/config/resolve/fargate-spend";

it("is what a vCPU costs with the 2 GB that every size of Fargate's has at the least", () => {
  expect(minUsdPerVcpuHour("us-west-2")).toBe(0.04937);
  expect(minUsdPerVcpuHour("ap-southeast-2")).toBeUndefined();
});
