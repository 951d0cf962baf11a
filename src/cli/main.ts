/** Entry point: gives a command this process's streams, and the shell the command's exit code. */
import { messageOf } from "../clients/system/error-message";
import { printer } from "./terminal/printer";
import { terminalPrompt } from "./terminal/prompt";
import { exitCodes, run } from "./index";

const { stdin, stdout, stderr, env } = process;
const [out, err] = [printer(stdout, env), printer(stderr, env)];

// Reading from a closed terminal is an error. Nobody is left to answer then.
stdin.on("error", () => undefined);

// glrunner pins the AWS SDK, so the SDK's warning about the Node that its later versions need does not apply.
env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= "true";

/** Ctrl-C at a question, where the terminal sends a character instead of a signal. */
const onTypedInterrupt = () => {
  if (process.emit("SIGINT", "SIGINT")) return;
  err.print("\nInterrupted by you\n");
  process.exit(exitCodes.interrupted);
};

const watched = stderr.isTTY ? stderr : stdout;

void run(process.argv.slice(2), env, {
  out: out.print,
  err: err.print,
  paint: (to, text) => {
    ({ out, err })[to].print(text);
  },
  useColor: (choice) => {
    out.useColor(choice);
    err.useColor(choice);
  },
  interactive: stderr.isTTY,
  outInteractive: stdout.isTTY,
  outClosed: out.closed,
  size: () => ({ width: watched.columns, height: watched.rows }),
  ask: terminalPrompt({ stdin, stderr }, onTypedInterrupt),
})
  .catch((error: unknown) => {
    err.print(`glrunner: ${messageOf(error)}\n`);
    return exitCodes.failed;
  })
  .then(async (code) => {
    // An error of the last write is reported a moment after it.
    await new Promise(setImmediate);
    const problem = out.problem();
    if (problem !== undefined) err.print(`glrunner: the output is not complete: ${problem}\n`);
    process.exitCode = problem !== undefined && code === exitCodes.ok ? exitCodes.failed : code;
  });
