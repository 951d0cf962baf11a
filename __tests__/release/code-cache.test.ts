import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { codeCache, codeCacheFolder } from "../../src/release/code-cache";

const program = Buffer.from("let answer = 42;");
const code = Buffer.from("what V8 made of it");

describe("the compiled code of a command", () => {
  let home: string;
  let folder: string;
  beforeEach(() => {
    home = mkdtempSync(join(tmpdir(), "glr-"));
    folder = join(home, ".cache/glrunner/compiled");
  });
  afterEach(() => {
    rmSync(home, { recursive: true, force: true });
  });

  const keep = (word: string | undefined) => {
    codeCacheFolder({ HOME: home });
    codeCache(folder, word, program).keep(code);
  };

  it("is kept only for the next call of the same command", () => {
    keep("synth");
    expect(codeCache(folder, "synth", program).read()?.toString()).toBe(code.toString());
    expect(codeCache(folder, "check", program).read()).toBeUndefined();
    expect(readdirSync(folder)).toEqual([`synth-${process.version}`]);
  });

  it.each([undefined, "--json", "../../../x", "x/y", "a".repeat(21)])(
    "has no file of its own for %s",
    (word) => {
      keep(word);
      expect(readdirSync(folder)).toEqual([`none-${process.version}`]);
    },
  );

  it("is not used for another program of the same length", () => {
    keep("synth");
    expect(codeCache(folder, "synth", Buffer.from("let answer = 43;")).read()).toBeUndefined();
  });

  it.each(["changed", "cut off"])("is not used if its file was %s", (how) => {
    keep("synth");
    const file = join(folder, `synth-${process.version}`);
    const bytes = readFileSync(file);
    if (how === "changed") bytes.writeUInt8(0, bytes.length - 1);
    writeFileSync(file, how === "changed" ? bytes : bytes.subarray(0, -1));
    expect(codeCache(folder, "synth", program).read()).toBeUndefined();
  });

  it("is not kept in a missing folder, without an error", () => {
    expect(() => {
      codeCache(folder, "synth", program).keep(code);
    }).not.toThrow();
  });
});

describe("the folder of compiled code", () => {
  let home: string;
  beforeEach(() => {
    home = mkdtempSync(join(tmpdir(), "glr-"));
  });
  afterEach(() => {
    rmSync(home, { recursive: true, force: true });
  });

  it("is the user's cache, which nobody else may write to", () => {
    expect(codeCacheFolder({ HOME: home })).toBe(join(home, ".cache/glrunner/compiled"));
    expect(codeCacheFolder({ HOME: home, XDG_CACHE_HOME: join(home, "x") })).toBe(
      join(home, "x/glrunner/compiled"),
    );
  });

  it.each([".cache/glrunner", ".cache/glrunner/compiled"])(
    "is missing while others may write to %s",
    (name) => {
      mkdirSync(join(home, ".cache/glrunner/compiled"), { recursive: true });
      chmodSync(join(home, name), 0o777);
      expect(codeCacheFolder({ HOME: home })).toBeUndefined();
    },
  );

  it("follows Node's variables, which can also turn it off", () => {
    const chosen = join(home, "node");
    expect(codeCacheFolder({ HOME: home, NODE_COMPILE_CACHE: chosen })).toBe(join(chosen, "compiled"));
    rmSync(chosen, { recursive: true });
    for (const name of ["NODE_DISABLE_COMPILE_CACHE", "NODE_V8_COVERAGE"])
      expect(codeCacheFolder({ HOME: home, [name]: "1" })).toBeUndefined();
    expect(readdirSync(home)).toEqual([]);
  });

  it("is missing without a home, or if a file has its name", () => {
    expect(codeCacheFolder({ HOME: join(home, "no/home") })).toBeUndefined();
    writeFileSync(join(home, ".cache"), "");
    expect(codeCacheFolder({ HOME: home })).toBeUndefined();
    expect(readdirSync(home)).toEqual([".cache"]);
  });
});
