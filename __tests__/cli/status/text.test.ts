import { describe, expect, it } from "vitest";
import { known, unknown } from "../../../src/cli/status/observed";
import { statusPage } from "../../../src/cli/status/html";
import { statusText } from "../../../src/cli/status/text";
import { reportOf } from "./reports";

const text = (...args: Parameters<typeof reportOf>) => statusText(reportOf(...args));

describe("the status as text", () => {
  it("has the wording of the golden file", async () => {
    const bad = text({
      stages: [
        { stack: "vpc", state: "failed", at: "2026-11-30T09:12:44.000Z", errors: ["no VPC is left"] },
        { stack: "eks", state: "unknown", errors: [] },
      ],
      eks: unknown("AWS did not answer: Token is expired"),
      managers: known([{ runner: "fargate", state: "down" }]),
      gitlab: unknown("GITLAB_TOKEN is not set"),
      lastPlan: unknown("nothing was planned on this machine yet"),
      usdPerMonth: { usd: 80, unknown: ["1 x c9.large"] },
    });
    await expect(`${String(text())}\n${String(bad)}`).toMatchFileSnapshot("../../goldens/status.txt");
  });

  it("is a page with the verdict first, which escapes text from outside", () => {
    const page = statusPage(reportOf({ gitlab: unknown("<b>no</b>") }));
    expect(page).toMatch(
      /class="verdict look">[^]*glrunner plan[^]*id="stages"[^]*deployed 2026-11-30 09:12 UTC/,
    );
    expect(page).toContain("&lt;b&gt;no&lt;/b&gt;");
    expect(page).not.toMatch(/<script|src=|url\(/);
    expect(statusPage(reportOf({ managers: known([{ runner: "a", state: "down" }]) }))).toContain(
      "verdict dangerous",
    );
  });

  it("has the colour of its verdict, and lets no text from outside steer the terminal", () => {
    const color = (...args: Parameters<typeof reportOf>) =>
      text(...args)
        .sequences({ color: true })
        .split("\n")[1];
    expect(color()).toContain("[32mWell");
    expect(color({ managers: known([{ runner: "a", state: "down" }]) })).toContain("[31mNot well");
    expect(color({ jobs: unknown("\u001b[2Jgone") })).toContain(String.raw`\u001b[2Jgone`);
  });
});
