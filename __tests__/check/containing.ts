import { expect } from "vitest";

/** A text that holds this one, where an object is compared. */
export const containing = (text: string): unknown => expect.stringContaining(text);
