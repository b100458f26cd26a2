/** What every event of a client has. */
export interface ClientEventBase {
  /** When it happened, by the clock of this machine. */
  readonly time: Date;
}

/** An event of a server's pool of connections, or of the client's monitoring of that server. */
export interface ServerEvent extends ClientEventBase {
  /** Host and port of the server. */
  readonly address: string;
}

/** A pool was made for a server that the client has discovered. */
export interface PoolCreatedEvent extends ServerEvent {
  /** Largest number of connections. */
  readonly maxPoolSize?: number;
}

/** An event of one connection. */
export interface ConnectionEvent extends ServerEvent {
  /** Number of the connection in its pool. */
  readonly connectionId: number;
}

/** A connection can be used, or was taken out of the pool. */
export interface ConnectionTimedEvent extends ConnectionEvent {
  /** How long that took, in milliseconds. */
  readonly durationMS: number;
}

/** A connection was closed. */
export interface ConnectionClosedEvent extends ConnectionEvent {
  /** `stale`: its pool was cleared; `dropped`: an operation on it was given up. */
  readonly reason: "stale" | "idle" | "error" | "dropped" | "poolClosed";
}

/** An operation got no connection. */
export interface CheckOutFailedEvent extends ServerEvent {
  /** Why. */
  readonly reason: "timeout" | "connectionError";
  /** How long it waited, in milliseconds. */
  readonly durationMS: number;
}

/** What the client knows of a server. */
export interface ServerDescription {
  /** Host and port. */
  readonly address: string;
  /** As in the drivers' specification: `Standalone`, `RSPrimary`, `RSSecondary`, `Mongos`, `Unknown` and so on. */
  readonly type: string;
  /** Name of the replica set. */
  readonly setName?: string;
  /** Average round trip, in milliseconds. */
  readonly roundTripTimeMS?: number;
  /** Newest protocol that the server speaks. */
  readonly maxWireVersion?: number;
  /** Why the server is unknown, if it failed. */
  readonly error?: string;
}

/** What the client knows of the deployment. */
export interface TopologyDescription {
  /** As in the drivers' specification: `Single`, `ReplicaSetWithPrimary`, `ReplicaSetNoPrimary`, `Sharded` and so on. */
  readonly type: string;
  /** Name of the replica set. */
  readonly setName?: string;
  /** Its servers, by their addresses. */
  readonly servers: readonly ServerDescription[];
}

/** The client knows something else of a server now. */
export interface ServerDescriptionChangedEvent extends ServerEvent {
  /** What was known before. */
  readonly previous: ServerDescription;
  /** What is known now. */
  readonly current: ServerDescription;
}

/** The client knows something else of the deployment now. */
export interface TopologyDescriptionChangedEvent extends ClientEventBase {
  /** What was known before. */
  readonly previous: TopologyDescription;
  /** What is known now. */
  readonly current: TopologyDescription;
}

/** A check of a server. */
export interface HeartbeatEvent extends ServerEvent {
  /** The server answers when something changes, or after a while. */
  readonly awaited: boolean;
}

/** A check of a server has ended. */
export interface HeartbeatEndedEvent extends HeartbeatEvent {
  /** In milliseconds. */
  readonly durationMS: number;
}

/** A check of a server has failed. */
export interface HeartbeatFailedEvent extends HeartbeatEndedEvent {
  /** Why, in words; without credentials. */
  readonly error: string;
}

/** Another server is the primary now, or none is. Of our own making: it follows from the descriptions. */
export interface PrimaryChangedEvent extends ClientEventBase {
  /** Address of the primary before; absent: there was none. */
  readonly previous?: string;
  /** Address of the primary now; absent: there is none. */
  readonly current?: string;
}

/**
 * Events of a client by their names, which are those of MongoDB's drivers (specifications "Connection Monitoring and Pooling", "Server Discovery and
 * Monitoring Logging and Monitoring").
 */
export interface ClientEvents {
  /** A pool was made. */
  readonly connectionPoolCreated: PoolCreatedEvent;
  /** The pool may open connections: its server was found. */
  readonly connectionPoolReady: ServerEvent;
  /** The connections were given up: an operation or a check found the server unreachable. */
  readonly connectionPoolCleared: ServerEvent;
  /** The client closed the pool. */
  readonly connectionPoolClosed: ServerEvent;
  /** A connection is being opened. */
  readonly connectionCreated: ConnectionEvent;
  /** A connection is open, and its credentials were accepted. */
  readonly connectionReady: ConnectionTimedEvent;
  /** A connection was closed. */
  readonly connectionClosed: ConnectionClosedEvent;
  /** An operation asks for a connection. */
  readonly connectionCheckOutStarted: ServerEvent;
  /** An operation got none. */
  readonly connectionCheckOutFailed: CheckOutFailedEvent;
  /** An operation got a connection. */
  readonly connectionCheckedOut: ConnectionTimedEvent;
  /** A connection was given back. */
  readonly connectionCheckedIn: ConnectionEvent;
  /** The client begins to watch a server. */
  readonly serverOpening: ServerEvent;
  /** The client does not watch the server any more. */
  readonly serverClosed: ServerEvent;
  /** The client knows something else of a server. */
  readonly serverDescriptionChanged: ServerDescriptionChangedEvent;
  /** The client begins to watch the deployment. */
  readonly topologyOpening: ClientEventBase;
  /** The client does not watch the deployment any more. */
  readonly topologyClosed: ClientEventBase;
  /** The client knows something else of the deployment. */
  readonly topologyDescriptionChanged: TopologyDescriptionChangedEvent;
  /** A server is asked for its state. */
  readonly serverHeartbeatStarted: HeartbeatEvent;
  /** A server told its state. */
  readonly serverHeartbeatSucceeded: HeartbeatEndedEvent;
  /** A server could not be asked. */
  readonly serverHeartbeatFailed: HeartbeatFailedEvent;
  /** Another server is the primary, or none. */
  readonly primaryChanged: PrimaryChangedEvent;
}

/** Name of an event of a client. */
export type ClientEventName = keyof ClientEvents;

/** An event with its name. */
export type ClientEvent<N extends ClientEventName = ClientEventName> = {
  [Name in N]: ClientEvents[Name] & { readonly name: Name };
}[N];

/** Events came faster than they were read, and so many were left out. It comes behind those before the gap. */
export interface EventsDropped extends ClientEventBase {
  /** Tells it from the events that were asked for. */
  readonly name: "eventsDropped";
  /** How many. */
  readonly count: number;
}

/** All names. */
export const CLIENT_EVENTS: readonly ClientEventName[] = Object.keys(
  {
    connectionPoolCreated: 1,
    connectionPoolReady: 1,
    connectionPoolCleared: 1,
    connectionPoolClosed: 1,
    connectionCreated: 1,
    connectionReady: 1,
    connectionClosed: 1,
    connectionCheckOutStarted: 1,
    connectionCheckOutFailed: 1,
    connectionCheckedOut: 1,
    connectionCheckedIn: 1,
    serverOpening: 1,
    serverClosed: 1,
    serverDescriptionChanged: 1,
    topologyOpening: 1,
    topologyClosed: 1,
    topologyDescriptionChanged: 1,
    serverHeartbeatStarted: 1,
    serverHeartbeatSucceeded: 1,
    serverHeartbeatFailed: 1,
    primaryChanged: 1,
  } satisfies Record<ClientEventName, 1>,
) as ClientEventName[];
