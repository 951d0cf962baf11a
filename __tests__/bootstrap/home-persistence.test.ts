import { expect, it } from "vitest";
import { readHome, whyLost, type Home } from "../../src/bootstrap/home-persistence";

const ext4 = 0xef53;
const laptop: Home = { env: {}, type: ext4, onRoot: true };

it.each<[string, Partial<Home>, string | undefined]>([
  ["a laptop", {}, undefined],
  ["a CloudShell", { env: { AWS_EXECUTION_ENV: "CloudShell" }, onRoot: false }, undefined],
  [
    "a CloudShell in a VPC",
    { env: { AWS_EXECUTION_ENV: "CloudShell" } },
    "this CloudShell has no disk for the home folder, as in a VPC environment",
  ],
  ["a CI job", { env: { CI: "true" } }, "this is a CI job (CI is set)"],
  ["a shell that says it is no CI job", { env: { CI: "false" } }, undefined],
  [
    "a container",
    { type: 0x794c7630 },
    "it is on overlay, which does not outlive the container or a restart",
  ],
  [
    "a home in memory",
    { type: 0x01021994 },
    "it is on tmpfs, which does not outlive the container or a restart",
  ],
])("%s", (_, home, why) => {
  expect(whyLost({ ...laptop, ...home })).toBe(why);
});

it("the type of the home's file system is read from the system", () => {
  expect(readHome("/", { CI: "1" })).toMatchObject({ env: { CI: "1" }, onRoot: true });
  expect(readHome("/proc", {}).onRoot).toBe(false);
});
