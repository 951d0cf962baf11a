/**
 * YAML for Terraform and Helm: no line breaks inside a long value, which would break a Terraform reference; no anchors;
 * and quotes around words that YAML 1.1, which Go's parsers read, takes for another type (yes, off, 0b11).
 */
import { stringify } from "yaml";

/** @param content plain data */
export function yamlText(content: unknown): string {
  return stringify(content, { lineWidth: 0, aliasDuplicateObjects: false, compat: "yaml-1.1" });
}
