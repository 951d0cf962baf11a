import { describe, expect, it } from "vitest";
import { gitlabReport } from "../../src/review/reports/gitlab";
import { htmlReport } from "../../src/review/reports/html";
import { markdownReport } from "../../src/review/reports/markdown";
import { reviewStage } from "../../src/review/review";
import { terminalReport } from "../../src/review/reports/terminal";
import type { Review } from "../../src/review/stage-review";
import { style } from "../../src/html/style";
import { verdictOf } from "../../src/review/verdict";
import { riskTitles } from "../../src/review/reports/labels";
import { clusterReplaced, plan, resource, secretsEverywhere } from "./plans";

const review: Review = {
  stages: [reviewStage("eks", clusterReplaced())],
  notYet: [{ stack: "addons", needs: "eks" }],
};
const secrets = {
  token: "glrt-0123456789abcdefghij",
  password: "p",
  key: "AKIAIOSFODNN7EXAMPLE",
  data: "d",
};
/** For the golden file of each report. */
const ofTwoStages = {
  ...review,
  stages: [...review.stages, reviewStage("runners", secretsEverywhere(secrets))],
};
const nothing: Review = { stages: [reviewStage("vpc", plan({}))], notYet: [] };
const reviewOf = (...resources: readonly object[]): Review => ({
  stages: [reviewStage("eks", plan({ resources }))],
  notYet: [],
});
const terminal = (given: Review, width = 100) => String(terminalReport(given, width));

/** The text contains all parts, in this order. */
function expectInOrder(text: string, ...parts: readonly string[]): void {
  const places = parts.map((part) => text.indexOf(part));
  expect(places).not.toContain(-1);
  expect(places).toEqual([...places].sort((one, other) => one - other));
}

describe("GitLab's report", () => {
  it("counts a replacement as a deletion and a creation", () => {
    expect(gitlabReport(review)).toEqual({ create: 2, update: 1, delete: 2 });
    expect(gitlabReport(nothing)).toEqual({ create: 0, update: 0, delete: 0 });
  });
});

describe("the report for a terminal", () => {
  it("has the wording of the golden file", async () => {
    await expect(terminal(ofTwoStages)).toMatchFileSnapshot("../goldens/review.txt");
  });

  it("lists the risks first, then counts, then changes", () => {
    expectInOrder(
      terminal(review),
      "Plan: 1 to create, 1 to update, 1 to replace, 1 to delete",
      riskTitles.loss.toUpperCase(),
      riskTitles.exposure.toUpperCase(),
      "STAGES",
      "  stage   create  update  replace  delete  read",
      "  eks          1       1        1       1     1",
      "  addons  not planned yet",
      "EKS\n  module.eks\n  -/+ aws_eks_cluster.this[0]  (vpc_config[0].subnet_ids cannot be changed in place)",
      '        version: "1.34" -> "1.35"',
      "(forces the",
      "changed outside of Terraform",
    );
  });

  it.each([40, 80, 132])("breaks lines at %i columns, between words only", (width) => {
    const lines = terminal(review, width).split("\n");
    const long = lines.filter((line) => line.length > width).map((line) => line.trim());
    // A word after a mark.
    expect(long.filter((line) => !/^(?:\S{1,3} )?\S+$/.test(line))).toEqual([]);
    const words = (text: string) => text.split(/\s+/).filter((word) => word !== "");
    expect(words(lines.join("\n"))).toEqual(words(terminal(review, Infinity)));
  });

  it("breaks no line without a width", () => {
    const unbroken = terminal(review, Infinity);
    expect(unbroken.split("\n").length).toBeLessThan(terminal(review).split("\n").length);
    expect(unbroken).toMatch(/^ {8}loses the cluster with everything .* its endpoint$/m);
  });

  it("ends with the verdict, what is lost and the totals", () => {
    const end = terminal(review).split("SUMMARY\n")[1]?.split("\n");
    expect(end).toEqual([
      `  ${verdictOf(review).text}`,
      "  -/+ module.eks.aws_eks_cluster.this[0]",
      '    - module.eks.module.fargate_profile["pods-1"].aws_iam_role.this[0]',
      "  1 to create, 1 to update, 1 to replace, 1 to delete",
      "",
    ]);
  });

  it("names a risk of several stages once", () => {
    const opens = (address: string) => resource(address, { before: { name: "a" } });
    const stage = (stack: string) =>
      reviewStage(stack, plan({ resources: [opens(`aws_sqs_queue.${stack}`)] }));
    const text = terminal({ stages: [stage("eks"), stage("addons")], notYet: [] });
    expect(text).toContain(
      `    - aws_sqs_queue.eks\n    - aws_sqs_queue.addons\n        ${stage("eks").risks[0]?.text ?? ""}\n`,
    );
  });

  it("names outputs without their values", () => {
    const value = (after: string) => ({ actions: ["create"], before: null, after, after_unknown: false });
    const outputs = { cluster_ca: value("a".repeat(1000)), endpoint: value("https://one") };
    const text = terminal({ stages: [reviewStage("eks", plan({ outputs }))], notYet: [] });
    expect(text).toContain("  outputs\n        cluster_ca, endpoint\n");
    expect(text).not.toContain("https://one");
  });

  it("has colors only on a terminal that allows them", () => {
    expect(terminal(review)).not.toContain("\u001b");
    const colored = terminalReport(review, 100).sequences({ color: true });
    expect(colored).toContain("\u001b[31m");
    // eslint-disable-next-line no-control-regex -- color codes are control sequences
    expect(colored.replace(/\u001b\[\d+m/g, "")).toBe(terminal(review));
  });

  it("escapes control and bidirectional characters from a plan", () => {
    const change = resource('aws_vpc.a["\u001b[2J"]', {
      before: { tags: { a: "x" } },
      after: { tags: { a: "\u001b]0;gone\u0007\u202e\r" } },
    });
    const text = terminal(reviewOf(change));
    // eslint-disable-next-line no-control-regex -- these must not occur
    expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u202e]/);
    expect(text).toContain(String.raw`aws_vpc.a["\u001b[2J"]`);
  });

  it("shows only the lines of a long text that differ, with context", () => {
    const values = (concurrent: number) => `a: 1\nb: 2\nc: 3\nconcurrent: ${concurrent}\nd: 4\n`;
    const change = resource("helm_release.a", {
      before: { values: [values(10)] },
      after: { values: [values(20)] },
    });
    expect(terminal(reviewOf(change))).toContain(
      [
        "        values[0]:",
        "            b: 2",
        "            c: 3",
        "          - concurrent: 10",
        "          + concurrent: 20",
        "            d: 4",
      ].join("\n"),
    );
  });

  it("reports a plan without changes", () => {
    expect(terminal(nothing)).toBe(
      "Plan: no changes\nSafe: nothing changes\n\nRISKS\n  None found.\n\nSTAGES\n  stage\n  vpc\n",
    );
  });
});

describe("the Markdown report", () => {
  const text = markdownReport(review);

  it("has the wording of the golden file", async () => {
    await expect(markdownReport(ofTwoStages)).toMatchFileSnapshot("../goldens/review.md");
  });

  it("lists the risks first, then counts, then changes", () => {
    expectInOrder(
      text,
      "## Plan: 1 to create, 1 to update, 1 to replace, 1 to delete",
      `**${riskTitles.loss}**`,
      "- replace `module.eks.aws_eks_cluster.this[0]`: loses the cluster",
      "| stage | create | update | replace | delete | read |",
      "| `eks` | 1 | 1 | 1 | 1 | 1 |",
      "- `addons` is not planned yet",
      "### `eks`",
      "`module.eks`",
      "```diff\n-/+ aws_eks_cluster.this[0]",
    );
  });

  it("keeps text from a plan within code", () => {
    const outside = text
      .replace(/```diff\n[^]*?\n```/g, "")
      .replace(/`[^`\n]*`/g, "")
      .replace(/<\/?(?:details|summary)>/g, "");
    expect(outside).not.toContain("<");
    expect(outside).not.toContain("platform | ops");
    expect(text).toContain('tags.owner: "platform | ops" -> "<script>');
  });

  it("stays valid with backticks, pipes and fences in a plan", () => {
    const given = reviewOf(
      resource('aws_vpc.a["`|`"]', { before: { a: "x" } }),
      resource("helm_release.b", { before: { a: "x\n" }, after: { a: "x\n```\n# Title\n" } }),
    );
    const markdown = markdownReport(given);
    expect(markdown).toContain(
      'delete `` aws_vpc.a["`|`"] ``'.replace("`` aws", "``aws").replace("] ``", "]``"),
    );
    expectInOrder(markdown, "````diff", "+       ```", "\n````\n");
    const table = markdownReport({ stages: [{ ...reviewStage("a|b", plan({})) }], notYet: [] });
    expect(table).toContain(String.raw`| ${"`"}a\|b${"`"} |`);
  });
});

describe("the HTML report", () => {
  const page = htmlReport(review);

  it("has the wording of the golden file", async () => {
    const about = {
      ...{ cluster: "ci", region: "us-west-2", account: "123456789012", plannedAt: "2026-11-30T10:28:18Z" },
      ...{ versions: ["Kubernetes 1.35"], digest: "3f2a91c05be2d7a4".repeat(4) },
    };
    const text = htmlReport({ ...ofTwoStages, about })
      .replace(/<(style|script)>[^]*?<\/\1>/g, "")
      .replace(/'sha256-[^']*'|&#39;sha256-.*?&#39;/g, "sha256");
    await expect(text.replace(/^\s*\n/gm, "")).toMatchFileSnapshot("../goldens/review.html");
  });

  const body = page.slice(page.indexOf("<body>"));

  it("lists the risks first, then counts, then changes", () => {
    expectInOrder(
      body,
      ">Skip to the report<",
      `<p class="verdict dangerous">${verdictOf(review).text}</p>`,
      "1 to create, 1 to update, 1 to replace, 1 to delete",
      '<h2 id="risks"',
      riskTitles.loss,
      riskTitles.exposure,
      '<h2 id="cost"',
      '<h2 id="stages"',
      "not planned yet",
      '<h2 id="stage-eks"',
      "<h3>module.<wbr />eks</h3>",
      "<code>version</code>",
    );
  });

  it("escapes text from a plan", () => {
    expect(body).not.toContain('<script>alert("x")');
    expect(body).toContain("&lt;script&gt;alert(\\&quot;x\\&quot;)&lt;/script&gt;");
    const address = `aws_vpc.a["' onmouseover=alert(1) x='<img src=x>"]`;
    const other = htmlReport(reviewOf(resource(address, { before: { a: "x" } })));
    expect(other).not.toContain("<img");
    expect(other.replaceAll("<wbr />", "")).toContain(
      "aws_vpc.a[&quot;&#39; onmouseover=alert(1) x=&#39;&lt;img src=x&gt;&quot;]",
    );
  });

  it("loads nothing and allows only its own script", () => {
    expect(page).not.toMatch(/<(?:link|img|iframe|object|embed|base)\b|@import|url\(|\ssrc=|href="(?!#)/i);
    expect(page).not.toMatch(/<[^>]*\son[a-z]+=/i);
    expect(page.match(/<script/g)).toHaveLength(1);
    expect(page).toMatch(
      /content="default-src &#39;none&#39;; style-src &#39;sha256-[^ ]+&#39;; script-src &#39;sha256-/,
    );
  });

  it("has a target for every link and no duplicate id", () => {
    const ids = [...page.matchAll(/\sid="([^"]+)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
    const targets = [...page.matchAll(/(?:href="#|aria-labelledby="|for=")([^"]+)"/g)].map(([, id]) => id);
    expect(targets.length).toBeGreaterThan(5);
    for (const target of targets) expect(ids).toContain(target);
  });
});

describe("the colors of the page", () => {
  const themes = [...style.matchAll(/:root \{ color-scheme: (\w+);([^}]*)\}/g)].map(
    ([, theme = "", properties = ""]) =>
      [
        theme,
        new Map([...properties.matchAll(/--(\w+): (#\w{6})/g)].map(([, name, value]) => [name, value])),
      ] as const,
  );

  /** Source: www.w3.org/TR/WCAG22/#dfn-relative-luminance. */
  function luminance(color = ""): number {
    const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
      const part = parseInt(color.slice(at, at + 2), 16) / 255;
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  }

  function contrast(one: string | undefined, other: string | undefined): number {
    const [dark = 0, bright = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
    return (bright + 0.05) / (dark + 0.05);
  }

  it("come only from the two themes", () => {
    expect(themes.map(([theme]) => theme)).toEqual(["light", "dark"]);
    expect(style.replace(/:root \{[^}]*\}/g, "")).not.toMatch(/#[0-9a-f]{3,8}\b|rgb|hsl/i);
    expect(contrast("#000000", "#ffffff")).toBeCloseTo(21);
  });

  it.each(themes)("have enough contrast in the %s theme", (_, colors) => {
    for (const text of ["text", "muted", "accent", "create", "update", "delete"]) {
      for (const ground of ["page", "panel", "strong"]) {
        const ratio = contrast(colors.get(text), colors.get(ground));
        expect(ratio, `${text} on ${ground}`).toBeGreaterThanOrEqual(4.5);
      }
    }
    const verdicts = { safe: "create", look: "update", dangerous: "delete" };
    for (const [level, text] of Object.entries(verdicts)) {
      const ratio = contrast(colors.get(text), colors.get(`${level}Ground`));
      expect(ratio, `verdict ${level}`).toBeGreaterThanOrEqual(4.5);
    }
    expect(contrast(colors.get("focus"), colors.get("page"))).toBeGreaterThanOrEqual(3);
  });
});
