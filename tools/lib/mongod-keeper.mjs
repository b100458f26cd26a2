// Runs mongod and ends it as soon as standard input closes: whatever becomes of the program that asked for it - the end, Ctrl-C, a crash,
// SIGKILL - no server and no data stay behind.
// Arguments: folder of the data ("-": it stays), the log (left behind only if mongod ends by itself), then the program and its arguments.
import { spawn } from "node:child_process";
import { rmSync } from "node:fs";
import process from "node:process";

const [folder, log, program, ...args] = process.argv.slice(2);
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => {});

const server = spawn(program, args, { stdio: ["ignore", "inherit", "inherit"], detached: true });
const clean = (code) => {
  if (folder !== "-") rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  process.exit(code);
};
server.on("error", () => clean(127));
server.on("exit", (code) => clean(code ?? 0));
// The data is thrown away, so there is nothing to shut down in order.
const end = () => {
  rmSync(log, { force: true });
  server.kill("SIGKILL");
};
process.stdin.on("end", end);
process.stdin.on("close", end);
process.stdin.resume();
