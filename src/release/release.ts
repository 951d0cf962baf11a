/**
 * `npm run release`: makes `dist/glrunner.cjs`, its checksum, the list of all that is in it, the script that makes a
 * shell ready for it, and the npm package that holds it. The package needs no other package and runs no script when it
 * is installed.
 */
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { chmodSync, copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { bundle, fileName } from "./bundle";
import { packageJson, packageReadme } from "./package";
import { sbomName, sbomOf } from "./sbom";

const scriptName = "bootstrap.sh";

async function release(project: string): Promise<void> {
  const dist = join(project, "dist");
  const file = join(dist, fileName);
  const made = await bundle(project);
  const { text } = made;
  mkdirSync(dist, { recursive: true });
  writeFileSync(file, text);
  chmodSync(file, 0o755);
  // As `sha256sum --check` reads it.
  writeFileSync(`${file}.sha256`, `${createHash("sha256").update(text).digest("hex")}  ${fileName}\n`);
  writeFileSync(join(dist, sbomName), sbomOf(project, made));
  copyFileSync(join(project, "src/bootstrap", scriptName), join(dist, scriptName));
  process.stdout.write(`dist/${fileName}  ${(Buffer.byteLength(text) / 1e6).toFixed(2)} MB\n`);

  const folder = join(dist, "package");
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder);
  copyFileSync(file, join(folder, fileName));
  copyFileSync(join(project, "LICENSE"), join(folder, "LICENSE"));
  writeFileSync(
    join(folder, "package.json"),
    packageJson(readFileSync(join(project, "package.json"), "utf8")),
  );
  writeFileSync(join(folder, "README.md"), packageReadme());
  const packed = execFileSync("npm", ["pack", "--silent", "--ignore-scripts", "--pack-destination", dist], {
    cwd: folder,
    encoding: "utf8",
  });
  process.stdout.write(`dist/${packed}`);
}

void release(process.cwd());
