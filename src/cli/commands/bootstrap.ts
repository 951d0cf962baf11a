import { homes } from "../../bootstrap/home-persistence";
import { noArguments } from "../definition/arguments";
import { defineCommand } from "../definition/command";
import { choice, parsed, text } from "../definition/option";
import { config, dryRun, mirror, yesToList } from "./shared-options";

export const bootstrap = defineCommand({
  name: "bootstrap",
  summary: "Install Terraform and move caches off a small home",
  details:
    "Prepares a machine or a cloud shell, and repairs a session that was lost. Installs what `glrunner check` finds missing and names the rest. At a terminal it lists the downloads and asks. Prints the variables that the shell must set: run it inside eval.",
  arguments: noArguments,
  options: {
    config,
    workspace: text({
      placeholder: "DIR",
      completes: "folder",
      expected: "the name of a folder",
      meaning: "Keep programs, providers, modules and stacks here.",
      fallback: "a folder outside the home",
    }),
    terraform: text({
      placeholder: "FILE",
      completes: "file",
      meaning: "Install Terraform from this program or archive, where there is no Internet.",
    }),
    mirror,
    checksum: parsed({
      placeholder: "SHA256",
      meaning: "Expect this checksum of Terraform, where none is recorded.",
      expected: "the 64 digits of a SHA-256",
      parse: (given) => (/^[0-9a-f]{64}$/i.test(given) ? given : undefined),
    }),
    home: choice(homes, {
      placeholder: "HOW",
      meaning: "Say whether the home outlives the session.",
      fallback: "found out from the file system",
    }),
    "dry-run": dryRun,
    yes: yesToList,
  },
  examples: [
    { command: 'eval "$(glrunner bootstrap)"', purpose: "Prepare this shell." },
    {
      command: 'eval "$(glrunner bootstrap --mirror https://mirror.example.com)"',
      purpose: "Prepare it where the Internet is closed.",
    },
    { command: "glrunner bootstrap --dry-run", purpose: "See what it would install." },
  ],
  exits: {
    failed: "A program is missing and could not be installed.",
    cancelled: "You did not approve the list, and nothing was installed.",
  },
  run: async (call) => (await import("../actions/bootstrap")).runBootstrap(call),
});
