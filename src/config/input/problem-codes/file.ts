/** Codes of the file itself, of environment overrides and of single values. */
import { problemEntry, warningEntry, type ProblemEntry } from "./entry";

export const fileCodes = {
  "file-missing": problemEntry(
    "The configuration file does not exist.",
    "Run `glrunner init` to create one, or name the file with --config or GLRUNNER_CONFIG.",
  ),
  "file-unreadable": problemEntry(
    "The operating system refuses to read the configuration file.",
    "Check the file's permissions, or name another file with --config.",
  ),
  "file-not-regular": problemEntry(
    "The configuration path is a directory, a device, a pipe or a socket.",
    "Name a regular file with --config.",
  ),
  "file-too-large": problemEntry(
    "The configuration file is larger than the limit.",
    "Check that --config names the right file, and remove generated content.",
  ),
  "file-empty": problemEntry(
    "The file has no content, or only comments.",
    "Run `glrunner init` to write a complete configuration.",
  ),
  "yaml-syntax": problemEntry(
    "The file is neither valid YAML nor JSON.",
    "Correct the text at the given position.",
  ),
  "yaml-duplicate-key": problemEntry(
    "The same mapping has one key twice, so one of the values would be lost.",
    "Remove or rename one of the two keys.",
  ),
  "yaml-several-documents": problemEntry(
    "The file holds more than one YAML document.",
    "Remove the line `---` and everything after it.",
  ),
  "yaml-aliases": problemEntry(
    "Aliases refer to themselves, or expand to more than the limit.",
    "Replace the aliases with their values.",
  ),
  "not-a-mapping": problemEntry(
    "The top level of the configuration is not a mapping of keys.",
    "Start the file with `name:` and `region:`.",
  ),
  "too-deep": problemEntry(
    "The nesting exceeds the limit.",
    "Remove the nested levels; no key of the configuration needs them.",
  ),
  "too-many-values": problemEntry(
    "The configuration holds more values than the limit.",
    "Remove generated content; no configuration needs this many values.",
  ),
  "text-too-long": problemEntry(
    "A text or the name of a key is longer than the limit.",
    "Shorten it, or keep the content outside the configuration.",
  ),
  "override-unknown": problemEntry(
    "A GLRUNNER__ environment variable names a key that does not exist.",
    "Correct the variable's name, or unset it.",
  ),
  "override-value": problemEntry(
    "The value of a GLRUNNER__ environment variable is not YAML.",
    "Correct the value, or unset the variable.",
  ),
  "override-conflict": problemEntry(
    "Two GLRUNNER__ environment variables set the same key.",
    "Unset one of the two variables.",
  ),
  "unknown-key": problemEntry(
    "The key does not exist, or not under this parent.",
    "Correct the key's spelling or indentation, or remove it.",
  ),
  missing: problemEntry("A required value is missing.", "Add the key with one of the allowed values."),
  "wrong-type": problemEntry("The value has the wrong type.", "Use a value of the allowed type."),
  "not-allowed": problemEntry(
    "The value is not one of the allowed values.",
    "Use one of the allowed values.",
  ),
  "out-of-range": problemEntry(
    "A number, a length or a count is outside the allowed range.",
    "Use a value within the range.",
  ),
  "wrong-form": problemEntry(
    "The text does not match the required format.",
    "Use the format that the problem names.",
  ),
  "region-unknown": problemEntry(
    "glrunner does not know the AWS Region.",
    "Correct the spelling, or set allowUnknownRegion to true if AWS opened the Region recently.",
  ),
  "region-unsupported": problemEntry(
    "In the Regions of China, AWS names that glrunner uses are different.",
    "Use a Region outside China.",
  ),
  "reserved-text": problemEntry(
    "The text holds characters that Terraform, Helm or YAML would change or refuse.",
    "Change the text.",
  ),
  "no-effect": warningEntry("With the other settings, this key has no effect.", "Remove the key."),
  "literal-token": problemEntry(
    "The configuration holds a secret in plain text.",
    "Revoke the secret, store the new one outside the configuration, and refer to it (env:NAME, for example).",
  ),
  "url-credentials": problemEntry(
    "An address holds a user name or a password.",
    "Remove the credentials from the address and set them in the environment.",
  ),
  "state-directory": problemEntry(
    "The state directory depends on the current directory, or on an unknown home directory.",
    "Use an absolute path, or one that begins with ~/.",
  ),
} as const satisfies Readonly<Record<string, ProblemEntry>>;
