import { describe, expect, it } from "vitest";
import { found, runner } from "../samples";

const toml = (...lines: string[]) => ({ runners: [runner({ extraToml: lines.join("\n") })] });
const path = "runners[0].extraToml";

describe("extraToml", () => {
  it.each([
    [["[[runners]]", "output_limit = 4096"], []],
    [["[[runners]]", "[runners.kubernetes]", 'cpu_limit = "2"'], []],
    [[""], []],
    // Braces that Helm would read are escaped when the values are written.
    [["[[runners]]", 'pre_build_script = "echo {{ x }}"'], []],
    [["[[runners]"], [`extra-toml-syntax ${path}`]],
    [["concurrent = 5"], [`extra-toml-global ${path}`]],
    [["check_interval = 1", "[[runners]]", "output_limit = 1"], [`extra-toml-global ${path}`]],
    [["[[runners]]", "[[runners]]"], [`extra-toml-shape ${path}`]],
    [["[runners.kubernetes]", "privileged = true"], [`extra-toml-shape ${path}`]],
    [["[[runners]]", 'token = "x"'], [`extra-toml-computed ${path}`]],
    [["[[runners]]", 'url = "https://x.org"'], [`extra-toml-computed ${path}`]],
    [["[[runners]]", "[runners.kubernetes]", 'namespace = "x"'], [`extra-toml-computed ${path}`]],
    [["[[runners]]", "[runners.kubernetes]", "privileged = true"], [`extra-toml-computed ${path}`]],
  ])("%j", (lines, expected) => {
    expect(found(toml(...lines))).toEqual(expected);
  });
});
