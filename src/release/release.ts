/**
 * `npm run release`: writes every file of a release into `dist` and publishes nothing: `glrunner.cjs`, its checksum, its
 * bill of materials, the script that prepares a shell, the recipe of a container image, the notes from CHANGELOG.md, the
 * npm package, and SHA256SUMS of all of them. The package has no dependencies and runs no script when it is installed.
 */
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { chmodSync, copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as z from "zod";
import { bundle, fileName } from "./bundle";
import { releaseNotes } from "./changelog";
import { packageJson, packageReadme } from "./package";
import { sbomName, sbomOf } from "./sbom";

const scriptName = "bootstrap.sh";
const recipeName = "Containerfile";
const notesName = "RELEASE_NOTES.md";
const manifestSchema = z.object({ version: z.string() });

async function release(project: string): Promise<void> {
  const dist = join(project, "dist");
  const file = join(dist, fileName);
  const made = await bundle(project);
  const { text } = made;
  mkdirSync(dist, { recursive: true });
  writeFileSync(file, text);
  chmodSync(file, 0o755);
  writeFileSync(`${file}.sha256`, checksums(dist, [fileName]));
  writeFileSync(join(dist, sbomName), sbomOf(project, made));
  copyFileSync(join(project, "src/bootstrap", scriptName), join(dist, scriptName));
  copyFileSync(join(project, "src/release", recipeName), join(dist, recipeName));
  const manifest = readFileSync(join(project, "package.json"), "utf8");
  const { version } = manifestSchema.parse(JSON.parse(manifest));
  writeFileSync(
    join(dist, notesName),
    releaseNotes(readFileSync(join(project, "CHANGELOG.md"), "utf8"), version),
  );
  process.stdout.write(`dist/${fileName}  ${(Buffer.byteLength(text) / 1e6).toFixed(2)} MB\n`);

  const folder = join(dist, "package");
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder);
  copyFileSync(file, join(folder, fileName));
  copyFileSync(join(project, "LICENSE"), join(folder, "LICENSE"));
  writeFileSync(join(folder, "package.json"), packageJson(manifest));
  writeFileSync(join(folder, "README.md"), packageReadme());
  const packed = execFileSync("npm", ["pack", "--silent", "--ignore-scripts", "--pack-destination", dist], {
    cwd: folder,
    encoding: "utf8",
  });
  process.stdout.write(`dist/${packed}`);
  const names = [fileName, `${fileName}.sha256`, sbomName, scriptName, recipeName, notesName, packed.trim()];
  writeFileSync(join(dist, "SHA256SUMS"), checksums(dist, names));
}

/** The checksums in the format of `sha256sum --check`. */
function checksums(folder: string, names: readonly string[]): string {
  const lines = names.map((name) => {
    const digest = createHash("sha256")
      .update(readFileSync(join(folder, name)))
      .digest("hex");
    return `${digest}  ${name}\n`;
  });
  return lines.join("");
}

void release(process.cwd());
