// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

public import FerogramMTProto
public import FerogramTLTypes

/// Why a call has no result.
public enum InvocationError: Error, Sendable {
    /// The server answered with an error.
    case rpc(RPCError)
    /// The call went out, the connection was lost, and nobody can say whether the server ran it; running it again might
    /// do harm, so it was not sent again.
    case outcomeUnknown(method: String)
    /// The deadline of the call passed before its answer came; the server may have run it.
    case deadlineExceeded(method: String)
    /// The task that made the call was cancelled.
    case cancelled
    /// The client was stopped, or was never started.
    case disconnected
    /// The server ended the session: somebody has to sign in anew.
    case sessionEnded(SessionEnd)
    /// The session belongs to another account, the id of which this is; replacing it has to be asked for.
    case sessionOfOtherAccount(userID: Int64)
    /// The retry policy lets no call through at the moment.
    case refusedByPolicy(method: String)
    /// The arguments cannot be written in the schema.
    case invalidRequest(method: String, TLError)
    /// An argument cannot be right: the text says which, and what it may be. Nothing was sent.
    case invalidArgument(method: String, String)
    /// The method is for people and a bot called it, or the reverse; the text says so. Nothing was sent.
    case wrongAccount(method: String, String)
    /// The answer cannot be read as the type that the schema promises.
    case invalidResponse(method: String, TLError?)
    /// Too many calls are pending already.
    case tooManyPendingCalls(method: String)
    /// The server's proof of identity failed, or the key exchange did.
    case keyExchange(KeyExchangeError)
    /// There is no address for a data centre.
    case unknownDataCenter(Int)
    /// What was given is no name of a peer; the text says what would be one.
    case invalidPeer(String)
    /// The peer is not known: nothing that was received so far says how to reach it.
    case unknownPeer(String)
    /// The connection was lost, or could not be made, and the client was told not to try again; the text says why.
    case connectionLost(String)
}

extension InvocationError {
    /// Whether the server answered with an error of this name.
    ///
    /// - Parameter name: A name from the catalogue, `.usernameNotOccupied`.
    /// - Returns: Whether the error has that name.
    public func `is`(_ name: TLErrorName) -> Bool {
        rpcError?.name == name
    }

    /// The server's error, if that is what it is.
    public var rpcError: RPCError? {
        switch self {
        case .rpc(let error), .sessionEnded(.refused(let error)): error
        default: nil
        }
    }

    /// Whether the caller gave up, not the server.
    public var isCancellation: Bool {
        if case .cancelled = self { return true }
        return false
    }
}

extension InvocationError: CustomStringConvertible {
    /// A description for people.
    public var description: String {
        switch self {
        case .rpc(let error): error.description
        case .outcomeUnknown(let method): "\(method): whether the server ran it is unknown"
        case .deadlineExceeded(let method): "\(method): no answer before the deadline"
        case .cancelled: "cancelled"
        case .disconnected: "the client is not connected: it was stopped, or the last reference to it is gone"
        case .sessionEnded(let end): "\(end)"
        case .sessionOfOtherAccount(let id):
            "the session belongs to the account \(id); use another session, or ask for the account to be replaced"
        case .refusedByPolicy(let method): "\(method): the retry policy lets no call through at the moment"
        case .invalidRequest(let method, let error): "\(method): the arguments cannot be sent: \(error)"
        case .invalidArgument(let method, let text): "\(method): \(text)"
        case .wrongAccount(let method, let text): "\(method): \(text)"
        case .invalidResponse(let method, let error):
            "\(method): the answer cannot be read" + (error.map { ": \($0)" } ?? "")
        case .tooManyPendingCalls(let method): "\(method): too many calls are pending"
        case .keyExchange(let error): "\(error)"
        case .unknownDataCenter(let id): "no address of data centre \(id) is known"
        case .invalidPeer(let text): text
        case .unknownPeer(let text):
            "unknown peer: \(text); it can be reached after the account has met it: in a message, in the list of chats, "
                + "or by its user name"
        case .connectionLost(let reason): reason
        }
    }
}
