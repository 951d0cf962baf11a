/** YAML as Terraform and Helm should get it: long lines whole, so that no reference is broken, and no anchors. */
import { stringify } from "yaml";

export function yamlText(content: unknown): string {
  return stringify(content, { lineWidth: 0, aliasDuplicateObjects: false });
}
