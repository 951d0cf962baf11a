import { describe, expect, it } from "vitest";
import { catalogue, sections } from "../../../src/run/errors/catalogue";
import { catalogueMarkdown } from "../../../src/run/errors/markdown";

describe("the page of errors", () => {
  const page = catalogueMarkdown();

  it("has a chapter for each section and a heading for each entry, in their order", () => {
    const headings = page.split("\n").filter((line) => line.startsWith("#"));
    expect(headings).toEqual([
      "# Errors and fixes",
      ...sections.flatMap(({ title, entries }) => [`## ${title}`, ...entries.map(({ id }) => `### ${id}`)]),
    ]);
  });

  it("shows each error with its text, cause, action, fix and link", () => {
    for (const { example, cause, fix, link } of catalogue) {
      for (const part of [example.trimEnd(), cause, fix, `<${link}>`]) expect(page).toContain(part);
    }
  });

  it("lays out an entry in this order", () => {
    expect(page).toContain(`### coredns-not-active

\`\`\`text
Error: waiting for EKS Add-On (glrunner:coredns) create: timeout while waiting for state to become 'ACTIVE' (last state: 'DEGRADED', timeout: 20m0s)
\`\`\`

- **Where**: eks, addons
- **Cause**: No Fargate profile matched the CoreDNS pods in time: none exists for kube-system yet, or the add-on's \`computeType\` is not exactly \`Fargate\`.
- **The run**: retries once, after 60 seconds. Terraform waits 20 minutes for an add-on and then creates it again; once the profile exists, the second attempt succeeds.
`);
    expect(page).toContain("**Where**: any stage (init)\n");
    expect(page).toContain("**The run**: retries up to 6 times, after 20 seconds.");
    expect(page).toContain("**The run**: waits until the credentials work again");
    expect(page).toContain("**The run**: imports the existing resource");
    expect(page).toContain("**The run**: stops and reports the error");
  });

  it("has no trailing spaces", () => {
    expect(page).not.toMatch(/[ \t]$/m);
  });
});
