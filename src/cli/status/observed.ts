/** What a question to AWS, the cluster or GitLab brought: an answer, or why there is none. Unknown never counts as well. */
import { messageOf } from "../../clients/system/error-message";

export type Observed<T> =
  { readonly known: true; readonly value: T } | { readonly known: false; readonly why: string };

export const known = <T>(value: T): Observed<T> => ({ known: true, value });
export const unknown = (why: string): Observed<never> => ({ known: false, why });

/**
 * Waits for an answer, but not for ever: somebody looks at the screen.
 *
 * @param seconds after which there is none
 */
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
    return unknown(firstLine(messageOf(error)));
  } finally {
    clearTimeout(timer);
  }
}

function firstLine(text: string): string {
  return text.split("\n", 1)[0] ?? text;
}
