import { expect, it } from "vitest";
import { Parts } from "../../src/emulator/service-group";

const part = (name: string, stopped: string[]) => ({
  stop: () => {
    stopped.push(name);
    return Promise.resolve();
  },
});

it("stops what did start, also what starts later, when one part does not", async () => {
  const stopped: string[] = [];
  const parts = new Parts();
  const late = new Promise<ReturnType<typeof part>>((resolve) =>
    setTimeout(resolve, 20, part("late", stopped)),
  );
  const starting = parts.orNone(() =>
    Promise.all([
      parts.add(Promise.resolve(part("first", stopped))),
      parts.add(Promise.reject<ReturnType<typeof part>>(new Error("no"))),
      parts.add(late),
    ]),
  );
  await expect(starting).rejects.toThrow("no");
  expect(stopped.sort()).toEqual(["first", "late"]);
});
