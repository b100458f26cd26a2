//! The figures themselves.

use std::time::Duration;

use mongodb::options::ServerAddress;

/// What is known of an operation so far.
#[derive(Debug, Default)]
pub(super) struct Figures {
    /// Time between sending commands and their replies, waiting for a connection included.
    pub(super) network: Duration,
    /// BSON bytes of the commands, before compression.
    pub(super) sent: u64,
    /// BSON bytes of the replies, after decompression.
    pub(super) received: u64,
    /// Commands, however often each was sent.
    pub(super) commands: u32,
    /// Times that a command was sent.
    pub(super) attempts: u32,
    /// Connections that were taken from a pool.
    pub(super) checkouts: u32,
    /// Documents in the replies.
    pub(super) documents: usize,
    /// The server of the last connection.
    pub(super) host: String,
    pub(super) port: u16,
    /// The driver's number of that connection.
    pub(super) connection: u32,
}

impl Figures {
    pub(super) fn attempt(&mut self, bytes: usize) {
        self.attempts += 1;
        self.sent += bytes as u64;
    }

    pub(super) fn checked_out(&mut self, address: &ServerAddress, connection: u32) {
        self.checkouts += 1;
        self.connection = connection;
        match address {
            ServerAddress::Tcp { host, port } => {
                self.host.clone_from(host);
                self.port = port.unwrap_or(27017);
            }
            other => {
                self.host = other.to_string();
                self.port = 0;
            }
        }
    }

    /// Commands that were sent: where the driver sends them itself, it takes a connection for each attempt.
    pub(super) fn commands(&self) -> u32 {
        match self.commands {
            0 => self.checkouts.min(1),
            commands => commands,
        }
    }

    /// Time on the network; of what the driver sends itself only the whole is known.
    pub(super) fn network_of(&self, elapsed: Duration) -> Duration {
        if self.attempts == 0 && self.checkouts > 0 {
            return elapsed;
        }
        self.network
    }

    /// Times that a command was sent again.
    pub(super) fn retries(&self) -> u32 {
        let attempts = match self.attempts {
            0 => self.checkouts,
            attempts => attempts,
        };
        attempts.saturating_sub(self.commands())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn address() -> ServerAddress {
        ServerAddress::Tcp {
            host: "db.example".to_owned(),
            port: None,
        }
    }

    #[test]
    fn a_command_sent_twice_was_retried_once() {
        let mut figures = Figures {
            commands: 2,
            ..Figures::default()
        };
        for _ in 0..3 {
            figures.attempt(10);
            figures.checked_out(&address(), 7);
        }
        assert_eq!(
            (figures.commands(), figures.retries(), figures.sent),
            (2, 1, 30)
        );
        assert_eq!((figures.host.as_str(), figures.port), ("db.example", 27017));
    }

    #[test]
    fn commands_of_the_driver_are_counted_by_their_connections() {
        let mut figures = Figures::default();
        assert_eq!((figures.commands(), figures.retries()), (0, 0));
        figures.checked_out(&address(), 7);
        figures.checked_out(&address(), 8);
        assert_eq!((figures.commands(), figures.retries()), (1, 1));
    }
}
