/**
 * Creates a local git repository that replaces one on GitHub, and the settings that redirect git to it. Its commit depends
 * only on its content. The user's git configuration is neither read nor changed.
 */
import { rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { blueprintsRepository } from "../../clients/terraform/module-cache";
import { git } from "../../clients/system/git";
import { makeFolder } from "../../clients/system/make-folder";

interface RepositoryContent {
  /** URL in the module source. */
  readonly url: string;
  readonly tag: string;
  /** Path to content. */
  readonly files: Readonly<Record<string, string>>;
}

interface LocalRepository {
  /** The bare repository. */
  readonly directory: string;
  readonly commit: string;
  /** Redirects the URL to this repository, and keeps git from reading settings of the user and the system. */
  readonly environment: Readonly<Record<string, string>>;
}

const author = { name: "loopback", email: "loopback@localhost", date: "2026-01-01T00:00:00Z" };

/**
 * @param folder absolute path of an existing, empty folder
 * @throws when git is missing or fails
 */
export function createRepository(folder: string, { url, tag, files }: RepositoryContent): LocalRepository {
  const directory = join(folder, `${tag}.git`);
  const work = join(folder, "work");
  write(work, files);
  const run = gitIn(directory, work);
  run("init", "--quiet", "--bare", "--initial-branch=main", directory);
  run("add", "--all", ".");
  run("commit", "--quiet", "--message", tag);
  run("tag", tag);
  rmSync(work, { recursive: true });
  return {
    directory,
    commit: run("rev-parse", "HEAD").trim(),
    environment: redirection(join(folder, "gitconfig"), url, directory),
  };
}

/** The Blueprints repository at its pinned tag. */
export function blueprintsContent(files: Readonly<Record<string, string>>): RepositoryContent {
  const { url, tag } = blueprintsRepository();
  return { url, tag, files };
}

function write(folder: string, files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) {
    const file = join(folder, path);
    makeFolder(dirname(file));
    writeFileSync(file, text);
  }
}

function gitIn(directory: string, work: string): (...args: string[]) => string {
  const env = {
    PATH: process.env.PATH,
    ...noSettings("/dev/null"),
    GIT_AUTHOR_NAME: author.name,
    GIT_AUTHOR_EMAIL: author.email,
    GIT_AUTHOR_DATE: author.date,
    GIT_COMMITTER_NAME: author.name,
    GIT_COMMITTER_EMAIL: author.email,
    GIT_COMMITTER_DATE: author.date,
  };
  return (...args) => {
    const location = args[0] === "init" ? [] : ["--git-dir", directory, "--work-tree", work];
    const result = git([...location, ...args], env);
    if (!result.ok) throw new Error(`git ${args.join(" ")}: ${result.message}`);
    return result.stdout;
  };
}

function noSettings(globalFile: string) {
  return { GIT_CONFIG_NOSYSTEM: "1", GIT_CONFIG_GLOBAL: globalFile, GIT_TERMINAL_PROMPT: "0" };
}

/** Source: git-config(1). URLs are in double quotes, in which a backslash is an escape, as in JSON. */
function redirection(file: string, url: string, directory: string): Readonly<Record<string, string>> {
  writeFileSync(
    file,
    `[url ${JSON.stringify(pathToFileURL(directory).href)}]
	insteadOf = ${JSON.stringify(url)}
[protocol "file"]
	allow = always
`,
  );
  return noSettings(file);
}
