/** Reads the lines of a file that somebody else is still writing. */
import { closeSync, openSync, readSync } from "node:fs";
import { StringDecoder } from "node:string_decoder";

interface Follower {
  /** Reads what is left, and gives back all that was read. */
  readonly end: () => string;
}

/** How soon a line is seen; each look is one read of a local file. */
const intervalMs = 100;

/** @param onLine every whole line, once */
export function followFile(path: string, onLine: (line: string) => void): Follower {
  const file = openSync(path, "r");
  const decoder = new StringDecoder("utf8");
  const buffer = Buffer.alloc(65_536);
  let all = "";
  let open = "";
  const look = () => {
    for (let read = readSync(file, buffer); read > 0; read = readSync(file, buffer)) {
      const text = decoder.write(buffer.subarray(0, read));
      all += text;
      const lines = (open + text).split("\n");
      open = lines.pop() ?? "";
      for (const line of lines) onLine(line);
    }
  };
  const timer = setInterval(look, intervalMs);
  return {
    end: () => {
      clearInterval(timer);
      look();
      closeSync(file);
      if (open !== "") onLine(open);
      return all;
    },
  };
}
