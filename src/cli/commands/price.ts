import { noArguments } from "../definition/arguments";
import { defineCommand } from "../definition/command";
import { config, jobs } from "./shared-options";

export const price = defineCommand({
  name: "price",
  summary: "Calculate the cost, idle and with N jobs",
  details:
    "Calculates from recorded list prices: a month without jobs, N jobs, a stuck pod, and managers on nodes. Asks nothing of AWS.",
  arguments: noArguments,
  options: { config, jobs },
  examples: [{ command: "glrunner price --jobs 1000", purpose: "See what 1000 jobs cost." }],
  run: async (call) => (await import("../actions/price")).runPrice(call),
});
