import type { Log } from "../observability/log-options.ts";

/** Options of {@link connect}. What the URI says as well is overruled by them. Times are in milliseconds. */
export interface ConnectOptions {
  /** Path of the native library; default: HARICOT_LIBRARY, then the package of the platform, then the local build. */
  readonly library?: string;
  /** Logs the client's commands: `true`, a function or options. Default: what the variable HARICOT_LOG says, where it may be read. */
  readonly log?: Log;
  /** Ends the attempt. */
  readonly signal?: AbortSignal;
  /** Name of the application in the server's logs. */
  readonly appName?: string;
  /** Largest number of connections to a server. Default 100. */
  readonly maxPoolSize?: number;
  /** Connections to a server that are kept open even when they are idle. Default 0. */
  readonly minPoolSize?: number;
  /** How long a connection may be idle. */
  readonly maxIdleTimeMS?: number;
  /** How long to wait for a connection to a server, TLS included. Default 10 000. */
  readonly connectTimeoutMS?: number;
  /** How long to look for a server that fits an operation. Default 30 000. */
  readonly serverSelectionTimeoutMS?: number;
  /** Pause between two checks of a server. Default 10 000. */
  readonly heartbeatFrequencyMS?: number;
  /** Servers that answer at most so much later than the fastest one are chosen from, too. Default 15. */
  readonly localThresholdMS?: number;
  /** Talks to the one server of the URI only, and does not look for the other members of its replica set. Default `false`. */
  readonly directConnection?: boolean;
  /** Name of the replica set; servers of others are left out. */
  readonly replicaSet?: string;
  /** Compression of what is sent, in order of preference. Default: none. */
  readonly compressors?: readonly ("zstd" | "snappy" | "zlib")[];
  /** Whether reads are repeated once after network errors and elections. Default `true`. */
  readonly retryReads?: boolean;
  /** Whether writes are repeated once after network errors and elections; they take effect at most once. Default `true`. */
  readonly retryWrites?: boolean;
  /** How settled data must be that is read (MongoDB manual, "Read Concern"). */
  readonly readConcernLevel?: "local" | "majority" | "linearizable" | "available" | "snapshot";
  /** How many members of the replica set have to have a write, or `"majority"` (MongoDB manual, "Write Concern"). */
  readonly w?: number | string;
  /** Whether a write counts as done only when it is in the journal on disk. */
  readonly journal?: boolean;
  /** How long a write may wait for those members. */
  readonly wTimeoutMS?: number;
  /** Which members of a replica set may answer reads. Default `"primary"`. */
  readonly readPreference?: "primary" | "primaryPreferred" | "secondary" | "secondaryPreferred" | "nearest";
  /** Whether connections are encrypted. Default `false`; `true` with `mongodb+srv:`. */
  readonly tls?: boolean;
  /** Path of a file with trusted certificates, PEM. */
  readonly tlsCAFile?: string;
  /** Path of a file with the client's certificate and key, PEM. */
  readonly tlsCertificateKeyFile?: string;
  /** Takes certificates that can not be verified. For tests: it lets anyone stand between. */
  readonly tlsAllowInvalidCertificates?: boolean;
  /** Name to log in with. */
  readonly username?: string;
  /** Password to log in with. It appears in no message. */
  readonly password?: string;
  /** Database that knows the user. Default: that of the URI, else `"admin"`. */
  readonly authSource?: string;
  /** How to log in, such as `"SCRAM-SHA-256"` or `"MONGODB-X509"`. Default: what the server offers for the user. */
  readonly authMechanism?: string;
  /** `NAME:value` pairs, separated by commas. */
  readonly authMechanismProperties?: string;
  /** Connections to a server that may be opened at the same time. Default 2. */
  readonly maxConnecting?: number;
  /** Whether the URI leads to a load balancer before the servers. Default `false`. */
  readonly loadBalanced?: boolean;
  /** How far a secondary may lag behind to be read from, in seconds; at least 90. */
  readonly maxStalenessSeconds?: number;
  /** Whether servers are asked for their state, or tell it when it changes. Default `"auto"`. */
  readonly serverMonitoringMode?: "auto" | "poll" | "stream";
  /** With `mongodb+srv:`: how many of the hosts to use, 0 for all. Default 0. */
  readonly srvMaxHosts?: number;
  /** With `mongodb+srv:`: name of the service in the DNS. Default `"mongodb"`. */
  readonly srvServiceName?: string;
  /** Loosens all checks of certificates. For tests: it lets anyone stand between. */
  readonly tlsInsecure?: boolean;
  /** Effort of zlib from 0 to 9, -1 for its own default. */
  readonly zlibCompressionLevel?: number;
}
