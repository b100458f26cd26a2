import { after, before } from "node:test";
import type { Client } from "../../src/client/client.ts";
import { connect } from "../../src/client/connect.ts";
import type { Database } from "../../src/client/database.ts";
import { library, uri } from "./environment.ts";

/** A test file's own client and database. */
export interface TestDatabase {
  readonly client: Client;
  readonly database: Database;
}

/**
 * Gives a test file its own database, dropped at the end together with its client. Call it once, at the top level of the file.
 *
 * @param name name of the area under test; the database's name is made of it and of the process
 */
export function testDatabase(name: string): TestDatabase {
  const opened: { client?: Client; database?: Database } = {};
  before(async () => {
    opened.client = await connect(uri, { library });
    opened.database = opened.client.database(`haricot_${name}_${uniqueSuffix()}`);
  });
  after(async () => {
    await opened.database?.command({ dropDatabase: 1 });
    await opened.client?.close();
  });
  return {
    get client(): Client {
      return opened.client ?? notYet();
    },
    get database(): Database {
      return opened.database ?? notYet();
    },
  };
}

function uniqueSuffix(): string {
  return Math.floor(Math.random() * 2 ** 48).toString(36);
}

function notYet(): never {
  throw new Error("The test database is there from the first test on, not while the file is being loaded.");
}
