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
  readonly minPoolSize?: number;
  /** How long a connection may be idle. */
  readonly maxIdleTimeMS?: number;
  readonly connectTimeoutMS?: number;
  /** How long to look for a server that fits an operation. Default 30 000. */
  readonly serverSelectionTimeoutMS?: number;
  readonly heartbeatFrequencyMS?: number;
  readonly localThresholdMS?: number;
  readonly directConnection?: boolean;
  readonly replicaSet?: string;
  readonly compressors?: readonly ("zstd" | "snappy" | "zlib")[];
  readonly retryReads?: boolean;
  readonly retryWrites?: boolean;
  readonly readConcernLevel?: "local" | "majority" | "linearizable" | "available" | "snapshot";
  readonly w?: number | string;
  readonly journal?: boolean;
  readonly wTimeoutMS?: number;
  readonly readPreference?: "primary" | "primaryPreferred" | "secondary" | "secondaryPreferred" | "nearest";
  readonly tls?: boolean;
  /** Path of a file with trusted certificates, PEM. */
  readonly tlsCAFile?: string;
  /** Path of a file with the client's certificate and key, PEM. */
  readonly tlsCertificateKeyFile?: string;
  readonly tlsAllowInvalidCertificates?: boolean;
  readonly username?: string;
  readonly password?: string;
  readonly authSource?: string;
  readonly authMechanism?: string;
  /** `NAME:value` pairs, separated by commas. */
  readonly authMechanismProperties?: string;
  readonly maxConnecting?: number;
  readonly loadBalanced?: boolean;
  readonly maxStalenessSeconds?: number;
  readonly serverMonitoringMode?: "auto" | "poll" | "stream";
  readonly srvMaxHosts?: number;
  readonly srvServiceName?: string;
  readonly tlsInsecure?: boolean;
  readonly zlibCompressionLevel?: number;
}
