/**
 * A reporter that prints one last line with the number of tests that passed, failed and were skipped. A test is skipped if
 * a program that it needs is missing.
 */
import type { Reporter, TestModule } from "vitest/node";

export default class LastLine implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const states = modules.flatMap((module) =>
      [...module.children.allTests()].map((test) => test.result().state),
    );
    const count = (state: string) => states.filter((result) => result === state).length;
    const skipped = count("skipped");
    const line = `${count("passed")} passed, ${count("failed")} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`;
    // The default reporter prints its summary on the same event. This line must follow it.
    setImmediate(() => process.stdout.write(`${line}\n`));
  }
}
