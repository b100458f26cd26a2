import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { type Client, connect, type ConnectOptions } from "../../mod.ts";
import { library } from "../support/environment.ts";
import { TestServer } from "./support/server.ts";

const COMPRESSORS = ["zstd", "zlib", "snappy"] as const;
type Compressor = typeof COMPRESSORS[number];

let server: TestServer;
let observer: Client;
before(async () => {
  server = await TestServer.start({ more: ["--networkMessageCompressors", "snappy,zlib,zstd"] });
  observer = await connect(`mongodb://${server.host}/`, { library });
});
after(async () => {
  await observer.close();
  await server[Symbol.asyncDispose]();
});

/** Bytes that each compressor of the server took apart, before and after. */
async function bytes(): Promise<Record<Compressor, { wire: number; plain: number }>> {
  const status = await observer.database("admin").command({ serverStatus: 1 });
  const { compression } = status["network"] as {
    compression: Record<Compressor, { decompressor: Record<"bytesIn" | "bytesOut", number> }>;
  };
  const of = (name: Compressor) => {
    const { bytesIn, bytesOut } = compression[name].decompressor;
    return { wire: Number(bytesIn), plain: Number(bytesOut) };
  };
  return { zstd: of("zstd"), zlib: of("zlib"), snappy: of("snappy") };
}

const TEXT = "the same again and again; ".repeat(20_000);

/** Writes and reads a compressible document, and gives the compressors that were used for all of it. */
async function usedBy(query: string, options: ConnectOptions = {}): Promise<string[]> {
  const start = await bytes();
  await using client = await connect(`mongodb://${server.host}/${query}`, { library, ...options });
  const database = client.database("compression");
  await database.command({ delete: "texts", deletes: [{ q: { _id: 1 }, limit: 1 }] });
  await database.command({ insert: "texts", documents: [{ _id: 1, text: TEXT }] });
  const reply = await database.command({ find: "texts", filter: { _id: 1 } });
  const { firstBatch } = reply["cursor"] as { firstBatch: { text: string }[] };
  assert.equal(firstBatch[0]!.text, TEXT);
  const end = await bytes();
  return COMPRESSORS.filter((name) => {
    const plain = end[name].plain - start[name].plain;
    if (plain < TEXT.length) return false;
    const wire = end[name].wire - start[name].wire;
    assert.ok(wire * 5 < plain, `${name}: ${wire} of ${plain} bytes`);
    return true;
  });
}

describe("compressors", () => {
  for (const compressor of COMPRESSORS) {
    test(`${compressor} carries commands and replies`, async () => {
      assert.deepEqual(await usedBy(`?compressors=${compressor}`), [compressor]);
      assert.deepEqual(await usedBy("", { compressors: [compressor] }), [compressor]);
    });
  }

  test("the first one that both sides have is used", async () => {
    assert.deepEqual(await usedBy("?compressors=zlib,zstd"), ["zlib"]);
    await using snappyOnly = await TestServer.start({ more: ["--networkMessageCompressors", "snappy"] });
    await using client = await connect(`mongodb://${snappyOnly.host}/?compressors=zstd,snappy`, { library });
    assert.equal((await client.database("admin").command({ ping: 1 }))["ok"], 1);
  });

  test("zlibCompressionLevel is accepted", async () => {
    assert.deepEqual(await usedBy("?compressors=zlib&zlibCompressionLevel=9"), ["zlib"]);
  });

  test("nothing is compressed unless asked for", async () => {
    assert.deepEqual(await usedBy(""), []);
  });

  test("an unknown one is refused", async () => {
    await assert.rejects(connect(`mongodb://${server.host}/?compressors=lzma`, { library }), /compressors/);
  });
});
