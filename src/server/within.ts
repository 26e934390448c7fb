/**
 * Takes what is awaited and a number of milliseconds, and settles as `promise` does, or rejects with
 * `<what> took longer than <milliseconds> ms.` once that time has passed. What `promise` does later is ignored.
 */
export async function within<T>(promise: Promise<T>, milliseconds: number, what: string): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const deadline = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`${what} took longer than ${milliseconds} ms.`)), milliseconds);
  });
  try {
    return await Promise.race([promise, deadline]);
  } finally {
    clearTimeout(timer);
  }
}
