/** The release notes of a version from CHANGELOG.md. */

/** @throws if the changelog has no section for the version */
export function releaseNotes(changelog: string, version: string): string {
  const sections = changelog.split(/^(?=## )/m);
  const section = sections.find((text) => text.startsWith(`## ${version}\n`));
  const notes = section?.slice(section.indexOf("\n")).trim() ?? "";
  if (notes === "") throw new Error(`CHANGELOG.md has no section "## ${version}"`);
  return `${notes}\n`;
}
