import { describe, expect, it } from "vitest";
import { look } from "../../src/cli/progress-view";

const terminal = {
  out: () => undefined,
  err: () => undefined,
  interactive: true,
  size: () => ({ width: 72, height: 20 }),
};

describe("how a report looks", () => {
  it("has the terminal's width and colours where a person sees it", () => {
    expect(look({ terminal, env: {} }, true)).toEqual({ color: true, width: 72 });
  });

  it("has neither in a file", () => {
    expect(look({ terminal, env: {} }, false)).toEqual({ color: false, width: 100 });
    expect(look({ terminal, env: {} })).toEqual({ color: false, width: 100 });
  });

  it.each([{ NO_COLOR: "1" }, { TERM: "dumb" }])("has no colours with %o", (env) => {
    expect(look({ terminal, env }, true)).toEqual({ color: false, width: 72 });
  });
});
