/** Entry of the command line: hands the process to the command, and its exit code to the shell. */
import { messageOf } from "../clients/system/error-message";
import { terminalPrompt } from "./prompt";
import { exitCodes, run } from "./index";

// The reader of a pipe may go away; that is no failure of ours.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error;
});

// Versions are pinned: which Node a later AWS SDK will need is no warning for whoever runs this one.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= "true";

/** Ctrl-C at a question, where the terminal sends a character instead of a signal. */
const onTypedInterrupt = () => {
  if (process.emit("SIGINT", "SIGINT")) return;
  process.stderr.write("\nInterrupted by you\n");
  process.exit(exitCodes.interrupted);
};

const seen = process.stderr.isTTY ? process.stderr : process.stdout;

run(process.argv.slice(2), process.env, {
  out: (text) => process.stdout.write(text),
  err: (text) => process.stderr.write(text),
  interactive: process.stderr.isTTY,
  outInteractive: process.stdout.isTTY,
  size: () => ({ width: seen.columns, height: seen.rows }),
  ask: terminalPrompt(process, onTypedInterrupt),
}).then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    process.stderr.write(`glrunner: ${messageOf(error)}\n`);
    process.exitCode = exitCodes.failed;
  },
);
