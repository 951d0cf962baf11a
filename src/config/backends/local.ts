/** State in files on this machine. */
import { join } from "node:path";
import * as z from "zod";
import { problem, type Problem } from "../input/problems";
import type { StackName } from "../stages";
import { stateFileName, type StateContext, type StateForm } from "./common";

const schema = z.strictObject({
  backend: z.literal("local").describe("Files on this machine."),
  directory: z
    .string()
    .min(1)
    .max(4096)
    .optional()
    .describe("Directory of the state files; ~ is the home directory. Default: ~/tfstate/<name>."),
});
type Given = z.output<typeof schema>;

/** Replaces a leading `~` with the home directory, if that is known. */
export function expandHome(path: string, home: string): string {
  return home.startsWith("/") && (path === "~" || path.startsWith("~/"))
    ? home.replace(/\/+$/, "") + path.slice(1)
    : path;
}

const resolve = (given: Given, { name, home }: StateContext) => ({
  ...given,
  /** An absolute path. */
  directory: expandHome(given.directory ?? `~/tfstate/${name}`, home),
});

/** Refuses a directory that depends on the current directory, because every command must find the state from anywhere. */
export function directoryProblems(given: Given, home: string): readonly Problem[] {
  const value = given.directory ?? "~/tfstate";
  if (expandHome(value, home).startsWith("/")) return [];
  const homeUnknown = value.startsWith("~/") || value === "~";
  return [
    problem({
      code: "state-directory",
      path: ["state", "directory"],
      value,
      message: homeUnknown
        ? "the home directory is unknown"
        : "the path depends on the directory in which a command starts",
      allowed: "an absolute path, or a path that begins with ~/",
      fix: homeUnknown ? "use an absolute path" : `use ~/${value.replace(/^(\.\/)+/, "")}, for example`,
    }),
  ];
}

const settings = (state: ReturnType<typeof resolve>, stack: StackName) => ({
  path: join(state.directory, stateFileName(stack)),
});

const forms: readonly StateForm<z.input<typeof schema>>[] = [
  { form: "local", pattern: /^local$/, read: () => ({ backend: "local" }) },
  {
    form: "a directory such as ~/tfstate",
    pattern: /^([~./].*)$/,
    read: (directory) => ({ backend: "local", directory }),
  },
];

export const local = {
  schema,
  resolve,
  settings,
  forms,
  identifiedBy: ["path"],
  placeKey: "state.directory",
  credentials: "",
} as const;
