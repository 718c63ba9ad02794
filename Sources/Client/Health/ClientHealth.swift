// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

public import FerogramMTSender

/// How a client is.
public enum ClientHealth: Sendable {
    /// There is no connection to the account's data centre; the client goes on trying.
    case connecting
    /// Calls go out, and updates that were missed are being fetched.
    case syncing
    /// Calls go out, and no update is missing.
    case live
    /// The server does not know yet who is signed in with the key, which was made just now: calls wait for a few seconds.
    case waitingForKey
    /// The server wants to hear less: some calls wait for so long. Others go out as always.
    case flooded(wait: Duration)
    /// The client has come to its end.
    case stopped(StopReason)
}

/// Why a client has stopped.
public enum StopReason: Sendable {
    /// The program wanted it.
    case disconnected
    /// The server ended the session: somebody has to sign in anew, with this client or a new one.
    case sessionEnded(SessionEnd)
    /// The client gave up, because it was told not to connect again or because it cannot.
    case failed(InvocationError)
}

extension ClientHealth: CustomStringConvertible {
    /// A description for people.
    public var description: String {
        switch self {
        case .connecting: "connecting"
        case .syncing: "syncing"
        case .live: "live"
        case .waitingForKey: "waiting until the server knows the key"
        case .flooded(let wait): "flooded for \(wait)"
        case .stopped(.disconnected): "stopped"
        case .stopped(.sessionEnded(let end)): "stopped: \(end)"
        case .stopped(.failed(let error)): "stopped: \(error)"
        }
    }
}

/// The states of a client: the one of now, then each change, until it has stopped.
///
/// Who reads slowly misses states in between, never the last one.
public struct HealthSequence: AsyncSequence, Sendable {
    /// What the sequence consists of.
    public typealias Element = ClientHealth
    /// What reading throws.
    public typealias Failure = Never

    let makeStream: @Sendable () -> AsyncStream<ClientHealth>

    /// Takes the states one by one.
    public struct AsyncIterator: AsyncIteratorProtocol {
        var iterator: AsyncStream<ClientHealth>.Iterator

        /// The next element; `nil` at the end.
        public mutating func next() async -> ClientHealth? {
            await iterator.next(isolation: #isolation)
        }

        /// The next element; `nil` at the end.
        public mutating func next(isolation actor: isolated (any Actor)?) async -> ClientHealth? {
            await iterator.next(isolation: actor)
        }
    }

    /// An iterator that begins at the beginning.
    public func makeAsyncIterator() -> AsyncIterator { AsyncIterator(iterator: makeStream().makeAsyncIterator()) }
}
