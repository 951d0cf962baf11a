/** The page, formatted like `npm run format` does. */
import { format, resolveConfig } from "prettier";
import { autoDevopsPage } from "./auto-devops";

export async function generatedPage(): Promise<{ readonly path: string; readonly text: string }> {
  const path = "docs/auto-devops.md";
  return {
    path,
    text: await format(autoDevopsPage(), { ...(await resolveConfig(path)), parser: "markdown" }),
  };
}
