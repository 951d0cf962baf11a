/**
 * Writes YAML for Terraform and Helm: without line breaks in long values, which would break a Terraform reference; without
 * anchors; and with quotes around words that YAML 1.1, the version of Go's parsers, reads as another type (yes, off, 0b11).
 */
import { stringify } from "yaml";

/** @param content plain data */
export function yamlText(content: unknown): string {
  return stringify(content, { lineWidth: 0, aliasDuplicateObjects: false, compat: "yaml-1.1" });
}
