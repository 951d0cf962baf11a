import { commandTable } from "../completion/command-table";
import { completionScript, shells } from "../completion/script";
import { oneWordOf } from "../definition/arguments";
import { defineCommand } from "../definition/command";
import { exitCodes } from "../exit-codes";

export const completion = defineCommand({
  name: "completion",
  summary: "Print a completion script for bash, zsh or fish",
  arguments: oneWordOf(shells, { placeholder: "SHELL", meaning: `The shell: ${shells.join(", ")}.` }),
  options: {},
  examples: [
    { command: "source <(glrunner completion bash)", purpose: "Complete in this bash." },
    {
      command: "glrunner completion zsh > ~/.zfunc/_glrunner",
      purpose: "Complete in every zsh, where ~/.zfunc is in fpath.",
    },
    {
      command: "glrunner completion fish > ~/.config/fish/completions/glrunner.fish",
      purpose: "Complete in every fish.",
    },
  ],
  run: (call) => {
    const [shell] = call.positionals;
    const script = completionScript(shell, commandTable(call.sections));
    call.print({ shell, script }, script);
    return exitCodes.ok;
  },
});
