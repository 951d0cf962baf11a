import { describe, expect, it } from "vitest";
import { found } from "../samples";

const local = (directory: string) => ({ state: { backend: "local", directory } });
const path = "state.directory";

describe("the directory of local state", () => {
  it.each([
    ["/var/tmp/state", []],
    ["~/tfstate", []],
    ["~", []],
    ["state", [`state-directory ${path}`]],
    ["./state", [`state-directory ${path}`]],
    ["~other/state", [`state-directory ${path}`]],
  ])("%s", (directory, expected) => {
    expect(found(local(directory))).toEqual(expected);
  });

  it("needs a home directory if it uses ~", () => {
    expect(found(local("~/x"), { home: "" })).toEqual([`state-directory ${path}`]);
    expect(found({}, { home: "" })).toEqual([`state-directory ${path}`]);
    expect(found(local("/x"), { home: "" })).toEqual([]);
  });
});
