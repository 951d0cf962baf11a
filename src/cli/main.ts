/** Entry of the command line: the only place that touches the process. */
import { run } from "./index";

process.exitCode = run(process.argv.slice(2), process.env, {
  out: (text) => process.stdout.write(text),
  err: (text) => process.stderr.write(text),
});
