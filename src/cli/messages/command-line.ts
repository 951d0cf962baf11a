/** The codes for errors in the command line and in the files and folders that it names. */
import { cancelled, failed, interrupted, refused, type MessageEntries } from "./entry";

export const commandLineMessages = {
  "command-unknown": refused(
    "glrunner has no command of this name.",
    "Run `glrunner help all` to list every command.",
  ),
  "command-missing": refused(
    "The command line has options, but names no command.",
    "Name a command. `glrunner help` lists the usual commands.",
  ),
  "option-unknown": refused(
    "The command does not have this option.",
    "Run the command with --help to list its options.",
  ),
  "option-invalid": refused(
    "The option has no value, or a value that it does not accept.",
    "Pass one of the values that the message names.",
  ),
  "option-missing": refused("The command requires this option.", "Add the option that the message names."),
  "option-conflict": refused("Two of the options exclude each other.", "Omit one of the options."),
  "argument-invalid": refused(
    "The command does not accept these arguments, or not this number of arguments.",
    "Run the command with --help to see its arguments.",
  ),
  "stage-unknown": refused(
    "The layout of the configuration has no stage of this name.",
    "Name one of the stages that the message lists.",
  ),
  "configuration-refused": refused(
    "The configuration has problems. `details.problems` lists each problem with its own code.",
    "Correct every problem, then run the command again.",
  ),
  "file-exists": refused(
    "The output file already exists, and glrunner does not overwrite a configuration.",
    "Name another file with --output.",
  ),
  "folder-missing": refused("The folder does not exist.", "Create the folder, or name another folder."),
  "folder-not-empty": refused(
    "The target exists and is not an empty folder.",
    "Name a folder that does not exist.",
  ),
  "input-unreadable": refused(
    "A file that the command line names cannot be read.",
    "Name a file that exists and that you are allowed to read.",
  ),
  "output-not-written": failed(
    "The system refused to write a file.",
    "Name a file in a folder that you can write to.",
  ),
  "no-runners": refused("The configuration has no runners.", "Add a runner under `runners`."),
  "not-approved": cancelled(
    "You did not approve the changes, or there was no terminal to ask for approval. Nothing more was applied.",
    "Run the command again and approve the changes, or pass the option that approves them.",
  ),
  interrupted: interrupted(
    "Ctrl-C or a signal stopped the command.",
    "If a run was interrupted, run `glrunner resume`. Otherwise, run the same command again.",
  ),
  unexpected: failed(
    "An error that glrunner does not know stopped the command.",
    "Read the message. If it does not help, report it with the output of `glrunner --version`.",
  ),
} as const satisfies MessageEntries;
