import type { Adapter } from "../../ffi/adapter.ts";
import type { Client } from "../../src/client/client.ts";
import { databaseOfUri } from "../../src/document/database-name.ts";
import { modelOf } from "../../src/schema/model.ts";
import { type Config, readConfig } from "../config-file.ts";
import { modulesOf } from "../project-models.ts";
import { environmentSettings, type Flags, withDefaults } from "../settings.ts";
import { type Address, addressOf, checkAddress, checkEncryption } from "./address.ts";
import { ask } from "./ask.ts";
import { Diagnosis } from "./diagnosis.ts";
import { checkDocuments } from "./documents.ts";
import { type CheckName, CHECKS, failure, type Finding, notChecked, ok } from "./finding.ts";
import { candidates, checkLibrary, checkPlatform } from "./library.ts";
import { checkMigrations } from "./migrations.ts";
import { checkCollections, checkIndexes, collectionsFor, loadClasses, type Loaded, withoutModels } from "./models.ts";
import { lookDirectly, reach } from "./reach.ts";
import { checkPermissions, checkRuntime } from "./runtime.ts";
import { checkCompatibility, checkServerVersion } from "./server-version.ts";
import { checkAccess, checkClock } from "./server.ts";
import { checkConcerns, checkTopology } from "./topology.ts";

/** Where to look, and how closely. */
export interface Examination {
  readonly flags: Flags;
  /** Milliseconds to look for a server. */
  readonly timeout: number;
  /** Documents of each model to look at; 0: none. */
  readonly sample: number;
  readonly signal: AbortSignal;
  /** Told what takes a while. */
  readonly tell: (text: string) => void;
}

const DEFAULT_URI = "mongodb://localhost:27017";

/** Looks at everything, and changes nothing. Resolves also when nothing works. */
export async function diagnose(adapter: Adapter, examination: Examination): Promise<Diagnosis> {
  const diagnosis = new Diagnosis(examination.signal);
  const places = candidates(adapter).map(({ path }) => path);
  diagnosis.set("runtime.version", checkRuntime(adapter));
  diagnosis.set("runtime.permissions", checkPermissions(adapter, places));
  diagnosis.set("library.platform", checkPlatform(adapter));
  const { file, version, usable } = checkLibrary(adapter);
  diagnosis.set("library.file", file);
  diagnosis.set("library.version", version);
  const { given, finding } = await settingsFound(adapter, examination.flags);
  diagnosis.set("settings.configuration", finding);
  await examineServer(diagnosis, adapter, given, usable, examination);
  return diagnosis;
}

/** The settings that can be found; what of them can not be read is left out. */
async function settingsFound(adapter: Adapter, flags: Flags): Promise<{ given: Config; finding: Finding }> {
  const sources: Config[] = [];
  const problems: string[] = [];
  const attempt = async (read: () => Config | Promise<Config>): Promise<void> => {
    try {
      sources.push(await read());
    } catch (error) {
      problems.push((error as Error).message);
    }
  };
  if (adapter.mayRead(".")) await attempt(readConfig);
  await attempt(() => environmentSettings((name) => adapter.environment(name)));
  const given: Config = Object.assign({}, ...[...sources, flags].map(withoutUndefined));
  const names = Object.keys(given);
  const finding = problems.length > 0
    ? failure(problems.join("; "), "correct it as the message says")
    : !adapter.mayRead(".")
    ? notChecked("Deno may not read the project", "give --allow-read=.")
    : ok(names.length === 0 ? "nothing is set" : `set: ${names.join(", ")}`, { set: names });
  return { given, finding };
}

function withoutUndefined(values: object): object {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
}

async function examineServer(
  diagnosis: Diagnosis,
  adapter: Adapter,
  given: Config,
  usable: boolean,
  examination: Examination,
): Promise<void> {
  const { uri = DEFAULT_URI } = given;
  const name = given.db ?? databaseOfUri(uri);
  const address = addressOf(uri);
  diagnosis.set("settings.address", checkAddress(uri, given.uri === undefined, name));
  if (address === undefined) {
    return skipFrom(diagnosis, "settings.encryption", "the address can not be understood");
  }
  diagnosis.set("settings.encryption", checkEncryption(address));
  const client = usable ? await connected(diagnosis, uri, address, given.uri === undefined, examination) : undefined;
  const loaded = await modelsFound(diagnosis, adapter, given, usable, examination);
  if (client === undefined) {
    const reason = usable ? "there is no connection" : "the native library can not be used";
    if (!usable) diagnosis.set("server.reachable", notChecked(reason));
    return skipFrom(diagnosis, "server.access", reason, "models.loaded");
  }
  try {
    const isWritable = await examineDeployment(diagnosis, client, address, name);
    await examineData(diagnosis, adapter, client, name, given, loaded, isWritable, examination);
  } finally {
    await client.close();
  }
}

/** The check and all that come after it. */
function skipFrom(diagnosis: Diagnosis, first: CheckName, reason: string, ...except: CheckName[]): void {
  const names = CHECKS.slice(CHECKS.indexOf(first)).filter((name) => !except.includes(name));
  diagnosis.skip(names, notChecked(reason));
}

async function connected(
  diagnosis: Diagnosis,
  uri: string,
  address: Address,
  isDefault: boolean,
  { timeout, signal, tell }: Examination,
): Promise<Client | undefined> {
  tell(`looking for the server, up to ${timeout / 1000} s`);
  const reached = await reach(uri, timeout, signal);
  if (reached.client !== undefined) {
    const milliseconds = Math.round(reached.milliseconds);
    diagnosis.set("server.reachable", ok(`connected in ${milliseconds} ms`, { milliseconds }));
    return reached.client;
  }
  const { cause, finding } = reached;
  if (cause === "address") diagnosis.set("settings.address", finding);
  const explained = await lookDirectly(uri, address, cause, timeout, signal) ?? finding;
  // Nobody asked for the server of the default address.
  diagnosis.set("server.reachable", isDefault ? { ...explained, state: "warning" } : explained);
  return undefined;
}

/** Whether the deployment takes commands that need a primary. */
async function examineDeployment(
  diagnosis: Diagnosis,
  client: Client,
  address: Address,
  name: string | undefined,
): Promise<boolean> {
  const admin = client.database("admin");
  let hello: Record<string, unknown> = {};
  await diagnosis.check("server.topology", async () => {
    hello = await ask(admin, { hello: 1 });
    return await checkTopology(admin, hello);
  });
  const database = name === undefined ? undefined : client.database(name);
  await diagnosis.check("server.access", () => checkAccess(admin, database));
  await diagnosis.check("server.version", async () => {
    const { version } = await ask(admin, { buildInfo: 1 }) as { version: string };
    await diagnosis.check("server.compatibility", () => checkCompatibility(admin, version));
    return checkServerVersion(version);
  });
  await diagnosis.check("server.concerns", () => checkConcerns(admin, hello, address));
  await diagnosis.check("server.clock", () => checkClock(admin));
  return hello["setName"] === undefined || hello["primary"] !== undefined;
}

async function modelsFound(
  diagnosis: Diagnosis,
  adapter: Adapter,
  given: Config,
  usable: boolean,
  { timeout }: Examination,
): Promise<Loaded | undefined> {
  const paths = modulesOf(given.models);
  const unreadable = paths.find((path) => !adapter.mayRead(path));
  const why = paths.length === 0
    ? withoutModels(undefined)
    : !usable
    ? notChecked("the native library can not be used")
    : unreadable !== undefined
    ? notChecked(`Deno may not read ${unreadable}`, "give --allow-read=.")
    : undefined;
  if (why !== undefined) {
    diagnosis.set("models.loaded", why);
    return undefined;
  }
  const loaded = await loadClasses(paths, timeout);
  diagnosis.set("models.loaded", loaded.finding);
  return loaded;
}

async function examineData(
  diagnosis: Diagnosis,
  adapter: Adapter,
  client: Client,
  name: string | undefined,
  given: Config,
  loaded: Loaded | undefined,
  isWritable: boolean,
  { sample, signal }: Examination,
): Promise<void> {
  const missing = name === undefined
    ? notChecked("no database is named")
    : isWritable
    ? undefined
    : notChecked("the replica set has no primary");
  const models: readonly CheckName[] = ["models.collections", "models.indexes", "models.documents"];
  if (name === undefined || missing !== undefined) {
    return diagnosis.skip([...models, "migrations.pending"], missing!);
  }
  const database = client.database(name);
  if (loaded === undefined || loaded.classes.length === 0) diagnosis.skip(models, withoutModels(loaded));
  else {
    const runtimes = loaded.classes.map(modelOf);
    await diagnosis.check(
      "models.collections",
      async () => checkCollections(runtimes, await collectionsFor(runtimes, database, signal)),
    );
    await diagnosis.check("models.indexes", () => checkIndexes(runtimes, database, signal));
    await diagnosis.check(
      "models.documents",
      () =>
        sample === 0
          ? notChecked("that reads documents", "--sample 100 looks at 100 of each model")
          : checkDocuments(loaded.classes, database, sample, signal),
    );
  }
  await diagnosis.check("migrations.pending", () => {
    const { path } = withDefaults(given);
    if (!adapter.mayRead(path)) return notChecked(`Deno may not read ${path}`, "give --allow-read=.");
    return checkMigrations(path, given.path !== undefined, database, signal);
  });
}
