import process from "node:process";

/** Runs something and gives the notices that came meanwhile: their code and text. */
export async function noticesOf(work: () => Promise<unknown>): Promise<{ code: string; message: string }[]> {
  const found: { code: string; message: string }[] = [];
  const listen = (warning: Error & { code?: string }) => {
    if (warning.name === "HaricotWarning") found.push({ code: warning.code!, message: warning.message });
  };
  process.on("warning", listen);
  try {
    await work();
    // Warnings are given in a later turn.
    await new Promise((resolve) => setImmediate(resolve));
  } finally {
    process.off("warning", listen);
  }
  return found;
}
