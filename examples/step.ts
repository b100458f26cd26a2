// Prints what a step of the demo does, what came of it, and how long it took.

export async function step<T>(title: string, work: () => PromiseLike<T>, tell: (result: T) => string): Promise<T> {
  const start = performance.now();
  const result = await work();
  const time = `${(performance.now() - start).toFixed(1)} ms`;
  console.log(`${time.padStart(10)}  ${title}`);
  for (const line of tell(result).split("\n")) console.log(`            ${line}`);
  return result;
}
