import { expect, it } from "vitest";
import { ServiceGroup } from "../../src/emulator/service-group";

const part = (name: string, stopped: string[]) => ({
  stop: () => {
    stopped.push(name);
    return Promise.resolve();
  },
});

it("stops every started service, also one that starts later, if one fails to start", async () => {
  const stopped: string[] = [];
  const parts = new ServiceGroup();
  const late = new Promise<ReturnType<typeof part>>((resolve) =>
    setTimeout(resolve, 20, part("late", stopped)),
  );
  const starting = parts.stopOnFailure(() =>
    Promise.all([
      parts.add(Promise.resolve(part("first", stopped))),
      parts.add(Promise.reject<ReturnType<typeof part>>(new Error("no"))),
      parts.add(late),
    ]),
  );
  await expect(starting).rejects.toThrow("no");
  expect(stopped.sort()).toEqual(["first", "late"]);
});
