/** Runs the commands of the documents on the emulator, page by page on one cluster. */
import { cpSync, existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { elsewhere, startReader } from "../docs/follow";
import { pagePaths, readPage, type Fence } from "../docs/pages";
import { rememberDeployer } from "../support/allowed-calls";
import { copyProject } from "../support/project-copy";
import { canary, filesContaining, parsedYaml } from "../support/project";
import { canEmulate, withEmulator } from "../support/use-emulator";

interface Row {
  readonly page: string;
  /** @default all blocks that are in no other row */
  readonly chapters?: readonly string[];
  /** The folder of a new shell. @default the shell of the previous row continues */
  readonly from?: "home" | "project";
}

/** Blocks of the pages, in an order that works on one cluster. */
const order: readonly Row[] = [
  { page: "docs/getting-started.md", from: "project" },
  { page: "README.md", from: "project" },
  { page: "docs/cdktf.md" },
  { page: "docs/capacity.md" },
  { page: "docs/price.md" },
  { page: "docs/operating.md" },
  {
    page: "docs/getting-started.md",
    chapters: ["When the session was lost", "Taking it down"],
    from: "home",
  },
  { page: "README.md", chapters: ["Take it down"], from: "project" },
  { page: "docs/pipelines.md" },
  { page: "docs/contributing.md" },
  { page: "docs/security.md" },
];

/** The page whose blocks another test runs, because they take ten minutes: too long for CI. */
const lifeOfItsOwn = { page: "docs/tutorial.md", test: "__tests__/long/tutorial-path.test.ts" };

function blocksOf({ page, chapters }: Row): Fence[] {
  const others = order.flatMap((row) => (row.page === page ? (row.chapters ?? []) : []));
  return readPage(page).fences.filter(
    ({ kind, chapter }) => kind === "sh" && (chapters?.includes(chapter) ?? !others.includes(chapter)),
  );
}

describe("commands that another test runs", () => {
  it.each(elsewhere)("$command: $file", ({ file, by }) => {
    expect(existsSync(file)).toBe(true);
    expect(readFileSync(file, "utf8")).toContain(by);
  });
});

describe.skipIf(!canEmulate)("the documents", () => {
  it("work line by line, and leave nothing at the end", async () => {
    await withEmulator({ awsProvider: "attached" }, async (emulator) => {
      const project = join(emulator.home, "project");
      copyProject(project);
      // The identity has the permissions for every configuration in the documents.
      const deploys = (file: string) => {
        const yaml = readFileSync(join(project, file), "utf8");
        rememberDeployer(emulator, parsedYaml(yaml, emulator.home));
      };
      deploys("glrunner.yaml");
      for (const name of ["examples", "docs"]) cpSync(name, join(project, name), { recursive: true });
      // `aws configure` sets the Region.
      const reader = startReader(emulator, { AWS_DEFAULT_REGION: "us-west-2" });
      for (const row of order) {
        if (row.from !== undefined) reader.begin(row.from === "home" ? emulator.home : project);
        for (const block of blocksOf(row)) await reader.types(block);
      }
      expect(reader.ran()).toEqual(
        expect.arrayContaining([
          "npm run release",
          "glrunner deploy",
          "glrunner deploy eks",
          "glrunner destroy",
        ]),
      );
      // docs/security.md creates these roles and policies. The deploying identity keeps them.
      const { aws, cluster } = await emulator.inventory();
      expect({ aws: aws.map(({ kind, name }) => `${kind} ${name ?? ""}`).sort(), cluster }).toEqual({
        aws: ["cluster", "identity", "network", "surroundings"].map(
          (name) => `policy deployer-of-glrunner-${name}`,
        ),
        cluster: [],
      });
      expect(filesContaining(emulator.home, canary)).toEqual([]);
      expect(reader.transcript()).not.toContain(canary);
      for (const file of readdirSync(project).filter((name) => name.endsWith(".yaml"))) deploys(file);
    });
  });

  it("have no command block that no test runs", () => {
    const pages = pagePaths.filter((page) => readPage(page).fences.some(({ kind }) => kind === "sh"));
    expect(pages.filter((page) => !order.some((row) => row.page === page))).toEqual([lifeOfItsOwn.page]);
    expect(readFileSync(lifeOfItsOwn.test, "utf8")).toContain(`readPage("${lifeOfItsOwn.page}")`);
  });
});
