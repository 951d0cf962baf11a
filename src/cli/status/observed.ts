/** The answer of AWS, the cluster or GitLab to a question, or why there is none. */
import { messageOf } from "../../clients/system/error-message";

/** Unknown is a value of its own: it never counts as well. */
export type Observed<T> =
  { readonly known: true; readonly value: T } | { readonly known: false; readonly why: string };

export const known = <T>(value: T): Observed<T> => ({ known: true, value });
export const unknown = (why: string): Observed<never> => ({ known: false, why });

/** Waits for an answer for a limited time, because a person waits for the report. An error becomes the reason. */
export async function within<T>(seconds: number, work: Promise<Observed<T>>): Promise<Observed<T>> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<Observed<T>>((resolve) => {
    timer = setTimeout(() => {
      resolve(unknown(`no answer in ${seconds} s`));
    }, seconds * 1000);
  });
  try {
    return await Promise.race([work, late]);
  } catch (error) {
    return unknown(messageOf(error).split("\n", 1).join());
  } finally {
    clearTimeout(timer);
  }
}
