import { noArguments } from "../definition/arguments";
import { defineCommand } from "../definition/command";
import { config, jobs, pageReport } from "./shared-options";

export const price = defineCommand({
  name: "price",
  summary: "Calculate the cost, idle and with N jobs",
  details:
    "Calculates from recorded list prices: a month without jobs, N jobs, a stuck pod, and managers on nodes. Asks nothing of AWS.",
  arguments: noArguments,
  options: { config, jobs, report: pageReport },
  examples: [
    { command: "glrunner price --jobs 1000", purpose: "See what 1000 jobs cost." },
    { command: "glrunner price --report price.html", purpose: "Write the same as a page." },
  ],
  exits: { failed: "The report could not be written." },
  run: async (call) => (await import("../actions/fleet/price")).runPrice(call),
});
