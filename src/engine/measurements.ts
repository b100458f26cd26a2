import type { FrameMemory } from "./memory.ts";

/** What the engine measured of an operation (`docs/internals/abi.md`, "Measurements"). */
export interface Measurements {
  /** From taking the call over to its completion: encoding, network, decoding, pauses. In milliseconds. */
  readonly engineMS: number;
  /** Between sending commands and their replies, waiting for a connection included. In milliseconds. */
  readonly networkMS: number;
  /** Commands that were sent, each counted once. */
  readonly commands: number;
  /** How often one of them was sent again. */
  readonly retries: number;
  /** Documents in the pages of a cursor. */
  readonly documents: number;
  /** BSON bytes of the commands, before compression; 0 where the driver makes them. */
  readonly bytesSent: number;
  /** BSON bytes of the replies, after decompression. */
  readonly bytesReceived: number;
  /** Number of the connection in its pool, 0 when none was needed. */
  readonly connectionId: number;
  /** Host of the server, "" when none was asked. */
  readonly host: string;
  /** Port of the server, 0 for a socket of the file system. */
  readonly port: number;
}

const WORD = {
  length: 0,
  engine: 1,
  network: 2,
  commands: 3,
  retries: 4,
  documents: 5,
  connection: 6,
  port: 7,
  sent: 8,
  received: 10,
  hostLength: 12,
  host: 14,
} as const;

/** Bytes of the section that begins at `offset`. */
export function measurementsLength(memory: FrameMemory, offset: number): number {
  return memory.i32[offset >> 2]!;
}

/** Reads the section that begins at `offset`. */
export function readMeasurements(memory: FrameMemory, offset: number): Measurements {
  const at = offset >> 2;
  const word = (index: number): number => memory.i32[at + index]! >>> 0;
  const wide = (index: number): number => word(index) + word(index + 1) * 2 ** 32;
  const host = offset + WORD.host * 4;
  return {
    engineMS: word(WORD.engine) / 1000,
    networkMS: word(WORD.network) / 1000,
    commands: word(WORD.commands),
    retries: word(WORD.retries),
    documents: word(WORD.documents),
    bytesSent: wide(WORD.sent),
    bytesReceived: wide(WORD.received),
    connectionId: word(WORD.connection),
    host: new TextDecoder().decode(memory.u8.subarray(host, host + word(WORD.hostLength))),
    port: word(WORD.port),
  };
}
