/**
 * The HTML review in a real browser: what it computed at the width of a phone and of a desk, in both themes, with and
 * without its script. Pictures are kept in `.ci-artifacts/review/`.
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
const pictures = resolve(".ci-artifacts/review");
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

/** Runs in the page, after its own script, and leaves what it saw where the test reads it. */
const probe = `
const visible = (element) => element.checkVisibility() && element.getClientRects().length > 0;
const all = (selector) => [...document.querySelectorAll(selector)];
const find = document.querySelector("#filter");
const shown = () => all("[data-find]").filter(visible).length;
const before = shown();
const atOnce = [".facts", ".verdict", ".figures", ".risk.loss summary"].filter((selector) => {
  const box = document.querySelector(selector).getBoundingClientRect();
  return box.height > 0 && box.top >= 0 && box.bottom <= innerHeight && box.right <= innerWidth;
});
const open = all("details[open] > summary h3").map((title) => title.textContent.trim());
const { color, backgroundColor } = getComputedStyle(document.querySelector(".verdict"));
const filterShown = visible(find);
find.value = "replace cluster";
find.dispatchEvent(new Event("input"));
const filtered = shown();
find.value = "";
find.dispatchEvent(new Event("input"));
for (const each of all("details")) each.open = true;
const focusable = all("a[href], button, input, summary, [tabindex='0']").filter(visible);
const skip = document.querySelector(".skip");
skip.focus();
scrollTo(0, 0);
const seen = {
  width: innerWidth,
  scrollWidth: document.documentElement.scrollWidth,
  dark: matchMedia("(prefers-color-scheme: dark)").matches,
  ground: getComputedStyle(document.body).backgroundColor,
  items: before,
  atOnce,
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
const tell = () => parent.postMessage({ name: window.name, seen }, "*");
tell();
// A violation is told a moment after it was stopped.
document.addEventListener("securitypolicyviolation", tell);
addEventListener("load", () => setTimeout(tell, 200));
`;
const watch = `
const violations = [];
document.addEventListener("securitypolicyviolation", (event) => violations.push(event.violatedDirective));
`;

const seenSchema = z.object({
  width: z.number(),
  scrollWidth: z.number(),
  dark: z.boolean(),
  ground: z.string(),
  items: z.number(),
  atOnce: z.array(z.string()),
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

/** The page with the test's scripts, which its policy is told to let run. */
function probed(html: string): string {
  const hash = (text: string) => `&#39;sha256-${createHash("sha256").update(text).digest("base64")}&#39;`;
  return html
    .replace("script-src ", () => `script-src ${hash(watch)} ${hash(probe)} `)
    .replace("<style>", () => `<script>${watch}</script><style>`)
    .replace("</body>", () => `<script>${probe}</script></body>`);
}

const views = {
  phone: { width: 390, html: page },
  desk: { width: 1280, html: page },
  "without its script": { width: 390, html: page.replace(/<script>[^]*?<\/script>/, "") },
  "with one more script": {
    width: 1280,
    html: page.replace('<main id="main">', '<main id="main"><script>document.title = "gone"</script>'),
  },
} as const;
type View = keyof typeof views;

/** Every view in a frame of its width, since no window is as narrow as a phone. Base64 of what each frame tells. */
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
const others = {
  capacity: chartOf("fleet.html")?.(capacity(example, 200)) ?? "",
  price: pricePage(price(example, 200, "2026-11-30"), "ci"),
  status: statusPage(reportOf({ jobs: { known: false, why: "kubectl is not installed" } })),
};
const widths = [390, 1280] as const;

/** The pages that run no script of their own, each at both widths, with a script of the test that looks at them. */
function otherFrames(): string {
  const look = `
    const atOnce = [".verdict", ".figures"].filter((selector) => {
      const box = document.querySelector(selector).getBoundingClientRect();
      return box.height > 0 && box.bottom <= innerHeight && box.right <= innerWidth;
    });
    const fits = document.documentElement.scrollWidth === innerWidth;
    parent.postMessage({ name: window.name, seen: { fits, atOnce } }, "*");`;
  const allowed = `&#39;sha256-${createHash("sha256").update(look).digest("base64")}&#39;`;
  const pages = Object.entries(others).flatMap(([name, html]) => {
    const watched = html
      .replace("base-uri", () => `script-src ${allowed}; base-uri`)
      .replace("</body>", () => `<script>${look}</script></body>`);
    return widths.map((width) => [`${name} ${width}`, { width, html: watched }] as const);
  });
  return framesOf(Object.fromEntries(pages));
}

describe.skipIf(chromium === undefined && process.env.CI === undefined)(
  "the HTML review in Chromium (skipped where there is no chromium in the PATH)",
  () => {
    let folder = "";
    beforeAll(() => {
      folder = mkdtempSync(join(tmpdir(), "glr-"));
      mkdirSync(pictures, { recursive: true });
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

    const looks = new Map<Theme, Readonly<Record<View, z.infer<typeof seenSchema>>>>();

    async function look(view: View, theme: Theme) {
      const before = looks.get(theme);
      if (before !== undefined) return before[view];
      const dom = await browse(frames(), 1300, theme, "--virtual-time-budget=3000", "--dump-dom");
      const text = /<pre id="seen">([^<]*)<\/pre>/.exec(dom)?.[1] ?? "";
      const all = z
        .object({
          phone: seenSchema,
          desk: seenSchema,
          "without its script": seenSchema,
          "with one more script": seenSchema,
        })
        .parse(JSON.parse(Buffer.from(text, "base64").toString()));
      looks.set(theme, all);
      return all[view];
    }

    const cases: readonly (readonly [View, Theme])[] = [
      ["phone", "light"],
      ["phone", "dark"],
      ["desk", "light"],
      ["desk", "dark"],
    ];

    it.each(cases)("fits a %s, %s, is reached by keyboard and loads nothing", async (view, theme) => {
      const { width } = views[view];
      const seen = await look(view, theme);
      expect(seen).toMatchObject({
        width,
        scrollWidth: width,
        dark: theme === "dark",
        ground: theme === "dark" ? "rgb(20, 23, 28)" : "rgb(255, 255, 255)",
        items: 9,
        // What a reader must see without scrolling.
        atOnce: [".facts", ".verdict", ".figures", ".risk.loss summary"],
        verdict:
          theme === "dark"
            ? "rgb(255, 154, 148) on rgb(58, 26, 25)"
            : "rgb(171, 31, 31) on rgb(251, 228, 226)",
        // What only creates is closed.
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

    it("says the same without its script, but the filter, which would do nothing", async () => {
      const seen = await look("without its script", "light");
      expect(seen).toMatchObject({ items: 9, filterShown: false, scrollWidth: 390 });
    });

    it("lets no other script run", async () => {
      const seen = await look("with one more script", "light");
      expect(seen.title).toContain("Plan review");
      expect(seen.violations).toEqual(["script-src-elem"]);
    });

    it("shows verdict and figures of the other pages at once too, on a phone and a desk", async () => {
      const dom = await browse(otherFrames(), 1300, "dark", "--virtual-time-budget=3000", "--dump-dom");
      const text = /<pre id="seen">([^<]*)<\/pre>/.exec(dom)?.[1] ?? "";
      const fits = { fits: true, atOnce: [".verdict", ".figures"] };
      expect(JSON.parse(Buffer.from(text, "base64").toString())).toEqual(
        Object.fromEntries(
          Object.keys(others).flatMap((name) => widths.map((width) => [`${name} ${width}`, fits])),
        ),
      );
    });

    it.each(cases)("is kept as a picture: %s, %s", async (view, theme) => {
      const picture = join(pictures, `${theme}-${views[view].width}.png`);
      rmSync(picture, { force: true });
      await browse(page, views[view].width, theme, `--screenshot=${picture}`);
      expect(existsSync(picture)).toBe(true);
    });
  },
);
