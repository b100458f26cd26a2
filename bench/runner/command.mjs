// Runs a program to its end.
import { spawn } from "node:child_process";

/** Gives `null` when the program succeeded, else one line that says why not. */
export function failure(command, args, options = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { ...options, stdio: ["ignore", "pipe", "pipe"] });
    let output = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8").on("data", (text) => output = (output + text).slice(-4000));
    }
    child.on("error", (error) => resolve(error.code === "ENOENT" ? `${command} is not installed` : error.message));
    child.on("close", (code) => {
      const last = output.trim().split("\n").filter((line) => line.trim()).slice(-3).join(" | ");
      resolve(code === 0 ? null : `${command} ${args.slice(0, 3).join(" ")} ended with code ${code}: ${last}`);
    });
  });
}
