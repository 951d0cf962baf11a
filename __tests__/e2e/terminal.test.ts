/** Runs the real command on real streams: closed pipes, a full disk and a terminal. */
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runCommand } from "../../src/clients/system/command";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "glrunner-terminal-"));
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

const glrunner = `"${process.execPath}" src/cli/glrunner.mjs`;
const shell = (script: string) =>
  runCommand(["bash", "-c", script], { cwd: process.cwd(), env: { ...process.env, OUT: folder } });

describe("a closed or full output stream", () => {
  it("does not fail a command whose reader closes the pipe early", async () => {
    const { stdout, stderr } = await shell(
      `${glrunner} synth -o "$OUT/a" | head -1; echo "code \${PIPESTATUS[0]}"`,
    );
    expect(stdout).toContain("code 0");
    expect(stderr).not.toContain("EPIPE");
  });

  it("is reported if the command cannot write its result", async () => {
    const { stdout, stderr } = await shell(`${glrunner} help > /dev/full; echo "code $?"`);
    expect(stdout).toBe("code 1\n");
    expect(stderr).toBe("glrunner: the output is not complete: ENOSPC\n");
  });

  it("does not stop a command that cannot write to stderr", async () => {
    const { stdout } = await shell(
      `${glrunner} synth -o "$OUT/b" 2> /dev/full > "$OUT/text"; echo "code $?"`,
    );
    expect(stdout).toBe("code 0\n");
  });
});

/** A Python program that types `early` immediately and `late` when `question` appears, and prints the terminal's output. */
const typist = `
import os, pty, sys, time
question, early, late, command = sys.argv[1], sys.argv[2], sys.argv[3], sys.argv[4:]
pid, fd = pty.fork()
if pid == 0: os.execvp(command[0], command)
os.write(fd, early.encode().decode("unicode_escape").encode())
shown, typed = b"", False
while True:
    try: part = os.read(fd, 1024)
    except OSError: break
    if not part: break
    shown += part
    if not typed and question.encode() in shown:
        typed = True
        time.sleep(0.3)
        os.write(fd, late.encode().decode("unicode_escape").encode())
code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
print(shown.decode(), "code", code)
`;

const askingProgram = `
import { setTimeout as sleep } from "node:timers/promises";
const loaded = await import("./src/cli/terminal/prompt.ts");
const { askYesNo, terminalPrompt } = loaded.default ?? loaded;
await sleep(500);
const ask = terminalPrompt(process, () => process.exit(130));
console.log("answer " + (await askYesNo({ ask }, "Sure? [y/N] ")));
process.exit(0);
`;

describe("a question in a terminal", () => {
  const node = [process.execPath, "--import", "tsx", "--input-type=module", "-e", askingProgram] as const;
  const typing = (early: string, late: string) =>
    runCommand(["python3", "-c", typist, "Sure?", early, late, ...node], {
      cwd: process.cwd(),
      env: process.env,
    });

  it("is not approved by input that was typed before it appeared", async () => {
    const { stdout } = await typing(String.raw`y\ny\ny`, String.raw`n\n`);
    expect(stdout).toContain("answer false");
    expect(stdout).toContain("code 0");
  });

  it("is approved by input that is typed after it appeared", async () => {
    expect((await typing("n", String.raw`y\n`)).stdout).toContain("answer true");
  });

  it("is declined by Ctrl-D and interrupted by Ctrl-C", async () => {
    expect((await typing("y", String.raw`\x04`)).stdout).toContain("answer false");
    expect((await typing("y", String.raw`\x03`)).stdout).toContain("code 130");
  });
});

describe("init in a terminal", () => {
  const program = [process.execPath, "src/cli/glrunner.mjs", "init", "--output"] as const;

  it.each([
    ["the first question", "preset [", []],
    ["a later question", "name [", ["--preset", "small"]],
  ])("writes nothing, and reports that, when the user presses Ctrl-C at %s", async (_, question, options) => {
    const file = join(folder, "interrupted.yaml");
    const typed = ["python3", "-c", typist, question, "", String.raw`\x03`, ...program, file] as const;
    const { stdout } = await runCommand([...typed, ...options], { cwd: process.cwd(), env: process.env });
    expect(stdout).toContain("nothing was written");
    expect(stdout).toContain("code 130");
    expect(existsSync(file)).toBe(false);
  });
});
