const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** Ctrl-C and its like as something to wait for, so that what was started is stopped first. */
export function onInterrupt(): AbortSignal {
  const controller = new AbortController();
  for (const signal of signals) {
    process.once(signal, () => {
      controller.abort();
    });
  }
  return controller.signal;
}

/** The same for as long as something lasts: what was begun is finished, and after it Ctrl-C ends the process again. */
export async function whileFinishing<T>(use: (interrupted: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  const stop = () => {
    controller.abort();
  };
  for (const signal of signals) process.on(signal, stop);
  try {
    return await use(controller.signal);
  } finally {
    for (const signal of signals) process.off(signal, stop);
  }
}
