/** YAML as Terraform and Helm should get it: long lines whole, so that no reference is broken, no anchors, and
 * quotes around what Go's older YAML would read as another type: yes, off, 0b11. */
import { stringify } from "yaml";

export function yamlText(content: unknown): string {
  return stringify(content, { lineWidth: 0, aliasDuplicateObjects: false, compat: "yaml-1.1" });
}
