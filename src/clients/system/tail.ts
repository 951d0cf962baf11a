/** Follows a file that another process is still writing, as `tail -f` does. */
import { closeSync, openSync, readSync } from "node:fs";
import { StringDecoder } from "node:string_decoder";

interface Follower {
  /** Reads the rest, stops, and returns the whole text. */
  readonly end: () => string;
}

/** Between two reads of the file. */
const intervalMs = 100;

/** @param onLine receives every whole line once */
export function followFile(path: string, onLine: (line: string) => void): Follower {
  const file = openSync(path, "r");
  const decoder = new StringDecoder("utf8");
  const buffer = Buffer.alloc(65_536);
  let all = "";
  let partialLine = "";
  const readMore = () => {
    for (let read = readSync(file, buffer); read > 0; read = readSync(file, buffer)) {
      const text = decoder.write(buffer.subarray(0, read));
      all += text;
      const lines = (partialLine + text).split("\n");
      partialLine = lines.pop() ?? "";
      for (const line of lines) onLine(line);
    }
  };
  const timer = setInterval(readMore, intervalMs);
  return {
    end: () => {
      clearInterval(timer);
      readMore();
      closeSync(file);
      if (partialLine !== "") onLine(partialLine);
      return all;
    },
  };
}
