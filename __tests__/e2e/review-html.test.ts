/**
 * Opens the HTML pages in a real browser and checks the computed layout: at the width of a phone and of a desktop, in both
 * themes, with and without the script of the page. Screenshots are kept in `.ci-artifacts/review/`.
 */
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { capacity, chartOf } from "../../src/fleet/capacity";
import { price, pricePage } from "../../src/fleet/price";
import { statusPage } from "../../src/cli/status/html";
import { htmlReport } from "../../src/review/reports/html";
import { reviewStage } from "../../src/review/review";
import { runCommand } from "../../src/clients/system/command";
import { reportOf } from "../cli/status/reports";
import { clusterReplaced, plan, resource, secretsEverywhere } from "../review/plans";
import { configOf } from "../support/synth";

function findChromium(): string | undefined {
  const folders = (process.env.PATH ?? "").split(delimiter);
  return ["chromium", "chromium-browser"]
    .flatMap((name) => folders.map((folder) => join(folder, name)))
    .find((file) => existsSync(file));
}

const chromium = findChromium();
const screenshots = resolve(".ci-artifacts/review");
const themes = { dark: 0, light: 1 } as const;
type Theme = keyof typeof themes;

const subnet = (at: number) =>
  resource(`module.vpc.aws_subnet.private[${at}]`, {
    after: { cidr_block: `10.0.${at}.0/24`, tags: { Name: `glrunner-private-${"x".repeat(90)}` } },
    unknown: { id: true },
  });
const page = htmlReport({
  about: {
    ...{ cluster: "ci", region: "us-west-2", account: "123456789012", plannedAt: "2026-11-30T10:28:18Z" },
    ...{ versions: ["Kubernetes 1.35", "Karpenter 1.12.2"], digest: "3f2a91c05be2d7a4".repeat(4) },
  },
  stages: [
    reviewStage("vpc", plan({ resources: [0, 1, 2].map(subnet) })),
    reviewStage("eks", clusterReplaced()),
    reviewStage(
      "runners",
      secretsEverywhere({ token: `glrt-${"0".repeat(20)}`, password: "hunter2", key: "none", data: "data" }),
    ),
  ],
  notYet: [{ stack: "addons", needs: "eks" }],
});

/** Runs in the page after the script of the page, and posts its observations to the parent frame. */
const probe = `
const visible = (element) => element.checkVisibility() && element.getClientRects().length > 0;
const all = (selector) => [...document.querySelectorAll(selector)];
const filter = document.querySelector("#filter");
const shown = () => all("[data-find]").filter(visible).length;
const before = shown();
const inViewport = [".facts", ".verdict", ".figures", ".risk.loss summary"].filter((selector) => {
  const box = document.querySelector(selector).getBoundingClientRect();
  return box.height > 0 && box.top >= 0 && box.bottom <= innerHeight && box.right <= innerWidth;
});
const open = all("details[open] > summary h3").map((title) => title.textContent.trim());
const { color, backgroundColor } = getComputedStyle(document.querySelector(".verdict"));
const filterShown = visible(filter);
filter.value = "replace cluster";
filter.dispatchEvent(new Event("input"));
const filtered = shown();
filter.value = "";
filter.dispatchEvent(new Event("input"));
for (const details of all("details")) details.open = true;
const focusable = all("a[href], button, input, summary, [tabindex='0']").filter(visible);
const skip = document.querySelector(".skip");
skip.focus();
scrollTo(0, 0);
const seen = {
  width: innerWidth,
  scrollWidth: document.documentElement.scrollWidth,
  dark: matchMedia("(prefers-color-scheme: dark)").matches,
  background: getComputedStyle(document.body).backgroundColor,
  items: before,
  inViewport,
  verdict: color + " on " + backgroundColor,
  open,
  filterShown,
  filtered,
  focusable: focusable.length,
  unreachable: focusable.filter((element) => { element.focus(); return document.activeElement !== element; }).length,
  skipShown: (skip.focus(), skip.getBoundingClientRect().left >= 0),
  landmarks: ["header", "nav", "main", "footer"].filter((name) => document.querySelector(name)),
  headings: all("h1, h2").map((heading) => heading.textContent),
  loaded: performance.getEntriesByType("resource").map((entry) => entry.name),
  title: document.title,
  violations,
};
const report = () => parent.postMessage({ name: window.name, seen }, "*");
report();
// The browser reports a violation shortly after it blocked it.
document.addEventListener("securitypolicyviolation", report);
addEventListener("load", () => setTimeout(report, 200));
`;
const watch = `
const violations = [];
document.addEventListener("securitypolicyviolation", (event) => violations.push(event.violatedDirective));
`;

const seenSchema = z.object({
  width: z.number(),
  scrollWidth: z.number(),
  dark: z.boolean(),
  background: z.string(),
  items: z.number(),
  inViewport: z.array(z.string()),
  verdict: z.string(),
  open: z.array(z.string()),
  filterShown: z.boolean(),
  filtered: z.number(),
  focusable: z.number(),
  unreachable: z.number(),
  skipShown: z.boolean(),
  landmarks: z.array(z.string()),
  headings: z.array(z.string()),
  loaded: z.array(z.string()),
  title: z.string(),
  violations: z.array(z.string()),
});

/** Returns the page with the scripts of the test, and with a content security policy that allows them. */
function probed(html: string): string {
  const hash = (text: string) => `&#39;sha256-${createHash("sha256").update(text).digest("base64")}&#39;`;
  return html
    .replace("script-src ", () => `script-src ${hash(watch)} ${hash(probe)} `)
    .replace("<style>", () => `<script>${watch}</script><style>`)
    .replace("</body>", () => `<script>${probe}</script></body>`);
}

const views = {
  phone: { width: 390, html: page },
  desktop: { width: 1280, html: page },
  "without its script": { width: 390, html: page.replace(/<script>[^]*?<\/script>/, "") },
  "with one more script": {
    width: 1280,
    html: page.replace('<main id="main">', '<main id="main"><script>document.title = "gone"</script>'),
  },
} as const;
type View = keyof typeof views;

/**
 * Returns a page that shows every view in a frame of its width, because no window is as narrow as a phone. The page collects
 * the observations of the frames as Base64.
 */
function framesOf(
  shown: Readonly<Record<string, { readonly width: number; readonly html: string }>>,
): string {
  const quoted = (text: string) => text.replaceAll("&", "&amp;").replaceAll('"', "&quot;");
  const listen = `
    const seen = {};
    addEventListener("message", ({ data }) => {
      seen[data.name] = data.seen;
      document.querySelector("#seen").textContent = btoa(JSON.stringify(seen));
    });`;
  const list = Object.entries(shown).map(
    ([name, { width, html }]) =>
      `<iframe name="${name}" width="${width}" height="844" style="border: 0" srcdoc="${quoted(html)}"></iframe>`,
  );
  return `<!doctype html><pre id="seen"></pre><script>${listen}</script>${list.join("")}`;
}

const frames = () =>
  framesOf(
    Object.fromEntries(
      Object.entries(views).map(([name, { width, html }]) => [name, { width, html: probed(html) }]),
    ),
  );

const example = configOf({
  ...{ name: "ci", region: "us-west-2" },
  runners: [{ name: "fargate", token: "env:TF_VAR_t", concurrent: 200 }],
});
const otherPages = {
  capacity: chartOf("fleet.html")?.(capacity(example, 200)) ?? "",
  price: pricePage(price(example, 200, "2026-11-30"), "ci"),
  status: statusPage(reportOf({ jobs: { known: false, why: "kubectl is not installed" } })),
};
const widths = [390, 1280] as const;

/** Returns a page that shows the pages without scripts at both widths, each with a script of the test that measures it. */
function otherFrames(): string {
  const measure = `
    const inViewport = [".verdict", ".figures"].filter((selector) => {
      const box = document.querySelector(selector).getBoundingClientRect();
      return box.height > 0 && box.bottom <= innerHeight && box.right <= innerWidth;
    });
    const fits = document.documentElement.scrollWidth === innerWidth;
    parent.postMessage({ name: window.name, seen: { fits, inViewport } }, "*");`;
  const allowed = `&#39;sha256-${createHash("sha256").update(measure).digest("base64")}&#39;`;
  const pages = Object.entries(otherPages).flatMap(([name, html]) => {
    const watched = html
      .replace("base-uri", () => `script-src ${allowed}; base-uri`)
      .replace("</body>", () => `<script>${measure}</script></body>`);
    return widths.map((width) => [`${name} ${width}`, { width, html: watched }] as const);
  });
  return framesOf(Object.fromEntries(pages));
}

describe.skipIf(chromium === undefined && process.env.CI === undefined)(
  "the HTML review in Chromium (skipped if chromium is not in the PATH)",
  () => {
    let folder = "";
    beforeAll(() => {
      folder = mkdtempSync(join(tmpdir(), "glr-"));
      mkdirSync(screenshots, { recursive: true });
    });
    afterAll(() => {
      rmSync(folder, { recursive: true, force: true });
    });

    async function browse(html: string, width: number, theme: Theme, ...more: readonly string[]) {
      const file = join(folder, "page.html");
      writeFileSync(file, html);
      const settings = [
        "--headless=new",
        "--no-sandbox",
        "--hide-scrollbars",
        `--user-data-dir=${join(folder, "profile")}`,
        `--window-size=${width},1400`,
        `--blink-settings=preferredColorScheme=${themes[theme]}`,
      ];
      const command = [chromium ?? "chromium", ...settings, ...more, pathToFileURL(file).href] as const;
      const { HOME, PATH } = process.env;
      const result = await runCommand(command, { cwd: folder, env: { HOME, PATH }, timeoutMs: 60_000 });
      expect(result).toMatchObject({ status: 0 });
      return result.stdout;
    }

    const observations = new Map<Theme, Readonly<Record<View, z.infer<typeof seenSchema>>>>();

    async function observe(view: View, theme: Theme) {
      const before = observations.get(theme);
      if (before !== undefined) return before[view];
      const dom = await browse(frames(), 1300, theme, "--virtual-time-budget=3000", "--dump-dom");
      const text = /<pre id="seen">([^<]*)<\/pre>/.exec(dom)?.[1] ?? "";
      const all = z
        .object({
          phone: seenSchema,
          desktop: seenSchema,
          "without its script": seenSchema,
          "with one more script": seenSchema,
        })
        .parse(JSON.parse(Buffer.from(text, "base64").toString()));
      observations.set(theme, all);
      return all[view];
    }

    const cases: readonly (readonly [View, Theme])[] = [
      ["phone", "light"],
      ["phone", "dark"],
      ["desktop", "light"],
      ["desktop", "dark"],
    ];

    it.each(cases)("fits a %s (%s), works by keyboard and loads no resources", async (view, theme) => {
      const { width } = views[view];
      const seen = await observe(view, theme);
      expect(seen).toMatchObject({
        width,
        scrollWidth: width,
        dark: theme === "dark",
        background: theme === "dark" ? "rgb(20, 23, 28)" : "rgb(255, 255, 255)",
        items: 9,
        // A reader must see these elements without scrolling.
        inViewport: [".facts", ".verdict", ".figures", ".risk.loss summary"],
        verdict:
          theme === "dark"
            ? "rgb(255, 154, 148) on rgb(58, 26, 25)"
            : "rgb(171, 31, 31) on rgb(251, 228, 226)",
        // Groups that only create resources are closed.
        open: [
          "Loses data or identity 2",
          "Opens access 2",
          "Stores secrets 3",
          "module.eks",
          'module.eks.module.fargate_profile["pods-1"]',
          "root",
        ],
        filterShown: true,
        filtered: 1,
        unreachable: 0,
        skipShown: true,
        landmarks: ["header", "nav", "main", "footer"],
        headings: ["Plan review of ci", "Risks", "Cost", "Stages", "vpc", "eks", "runners"],
        loaded: [],
        violations: [],
      });
      expect(seen.focusable).toBeGreaterThan(20);
    });

    it("shows the same items without its script, but hides the filter, which needs the script", async () => {
      const seen = await observe("without its script", "light");
      expect(seen).toMatchObject({ items: 9, filterShown: false, scrollWidth: 390 });
    });

    it("runs no other script than its own", async () => {
      const seen = await observe("with one more script", "light");
      expect(seen.title).toContain("Plan review");
      expect(seen.violations).toEqual(["script-src-elem"]);
    });

    it("shows the verdict and the figures of the other pages without scrolling, on a phone and a desktop", async () => {
      const dom = await browse(otherFrames(), 1300, "dark", "--virtual-time-budget=3000", "--dump-dom");
      const text = /<pre id="seen">([^<]*)<\/pre>/.exec(dom)?.[1] ?? "";
      const fits = { fits: true, inViewport: [".verdict", ".figures"] };
      expect(JSON.parse(Buffer.from(text, "base64").toString())).toEqual(
        Object.fromEntries(
          Object.keys(otherPages).flatMap((name) => widths.map((width) => [`${name} ${width}`, fits])),
        ),
      );
    });

    it.each(cases)("is saved as a screenshot: %s, %s", async (view, theme) => {
      const screenshot = join(screenshots, `${theme}-${views[view].width}.png`);
      rmSync(screenshot, { force: true });
      await browse(page, views[view].width, theme, `--screenshot=${screenshot}`);
      expect(existsSync(screenshot)).toBe(true);
    });
  },
);
