/** What only one of the commands needs is loaded when that one is called: loading all of it takes longer than a short run. */
export function later<Arguments extends unknown[]>(load: () => Promise<(...args: Arguments) => unknown>) {
  return async (...args: Arguments): Promise<void> => {
    const action = await load();
    await action(...args);
  };
}
