/** Codes about the command line, and the files and folders that it names. */
import { cancelled, failed, interrupted, refused, type MessageEntries } from "./entry";

export const commandLineMessages = {
  "command-unknown": refused(
    "glrunner has no command of this name.",
    "Run `glrunner help all`, which lists every command.",
  ),
  "command-missing": refused(
    "The command line has options, but names no command.",
    "Name a command: `glrunner help` lists the usual ones.",
  ),
  "option-unknown": refused(
    "The command does not take this option.",
    "Run the command with --help, which lists its options.",
  ),
  "option-invalid": refused(
    "The option has no value, or one that it does not accept.",
    "Give one of the values that the message names.",
  ),
  "option-missing": refused(
    "The command does not work without this option.",
    "Add the option that the message names.",
  ),
  "option-conflict": refused("Two of the options exclude each other.", "Leave one of the options out."),
  "argument-invalid": refused(
    "The command takes other arguments, or another number of them.",
    "Run the command with --help, which shows its arguments.",
  ),
  "stage-unknown": refused(
    "The layout of the configuration has no stage of this name.",
    "Name one of the stages that the message lists.",
  ),
  "configuration-refused": refused(
    "The configuration has problems. `details.problems` has each of them with its own code.",
    "Correct every problem, then run the command again.",
  ),
  "file-exists": refused(
    "The file to write already exists, and glrunner overwrites no configuration.",
    "Name another file with --output.",
  ),
  "folder-missing": refused("The folder does not exist.", "Create the folder, or name another one."),
  "folder-not-empty": refused(
    "The target exists and is not an empty folder.",
    "Name a folder that does not exist.",
  ),
  "input-unreadable": refused(
    "A file that the command line names cannot be read.",
    "Name a file that exists and that you may read.",
  ),
  "output-not-written": failed(
    "The system refused to write a file.",
    "Name a file in a folder that you may write to.",
  ),
  "no-runners": refused("The configuration has no runners.", "Add one under `runners`."),
  "not-approved": cancelled(
    "You did not approve what was shown, or there was no terminal to ask at. Nothing more was applied.",
    "Run the command again and approve it, or give the option that approves it.",
  ),
  interrupted: interrupted(
    "Ctrl-C or a signal stopped the command.",
    "Run `glrunner resume` after a run, or the same command again.",
  ),
  unexpected: failed(
    "An error that glrunner does not know stopped the command.",
    "Read the message. If it does not help, report it with the output of `glrunner --version`.",
  ),
} as const satisfies MessageEntries;
