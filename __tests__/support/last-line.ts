/**
 * A reporter that ends with one line: how many tests passed, failed and were skipped. A test is skipped where a program
 * that it needs is missing.
 */
import type { Reporter, TestModule } from "vitest/node";

export default class LastLine implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const states = modules.flatMap((module) =>
      [...module.children.allTests()].map((test) => test.result().state),
    );
    const count = (state: string) => states.filter((each) => each === state).length;
    const skipped = count("skipped");
    const line = `${count("passed")} passed, ${count("failed")} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`;
    // After the summary of the default reporter, which ends at the same moment.
    setImmediate(() => process.stdout.write(`${line}\n`));
  }
}
