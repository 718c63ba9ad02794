// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

public import FerogramTLTypes

extension InvocationError {
    /// What an error is about, for programs that treat whole groups of errors alike.
    @nonexhaustive
    public enum Kind: Hashable, Sendable {
        /// The caller gave up.
        case cancelled
        /// The call may be repeated after that time.
        case floodWait(Duration)
        /// The connection was lost, or the client was stopped.
        case network
        /// Nobody is signed in any more, or the session is another account's.
        case authorization
        /// The server sends the caller to another data centre.
        case migration(dataCenter: Int)
        /// Something is wrong with a file.
        case transfer
        /// The server refused the call for another reason.
        case rpc(code: Int, name: TLErrorName)
        /// The arguments cannot be right; nothing was sent.
        case arguments
        /// Anything else.
        case other
    }

    /// What the error is about.
    public var kind: Kind {
        switch self {
        case .rpc(let error): error.kind
        case .cancelled: .cancelled
        case .outcomeUnknown, .deadlineExceeded, .disconnected, .connectionLost: .network
        case .sessionEnded, .sessionOfOtherAccount: .authorization
        case .invalidRequest, .invalidArgument, .wrongAccount, .invalidPeer, .unknownPeer: .arguments
        case .refusedByPolicy, .invalidResponse, .tooManyPendingCalls, .keyExchange, .unknownDataCenter: .other
        }
    }

    /// The error in a sentence for a person who does not know the program, without names of methods and errors.
    public var friendlyDescription: String {
        switch kind {
        case .cancelled: "This was cancelled."
        case .floodWait(let wait): "Telegram asks for patience: please try again in \(wait.components.seconds) seconds."
        case .network: "Telegram cannot be reached; please check the connection and try again."
        case .authorization: "The account is not signed in any more; please sign in again."
        case .migration: "Telegram has moved this account; please try again."
        case .transfer: "The file could not be transferred; please try again."
        case .rpc(_, let name): name.hint.map { "Telegram refused this: \($0)." } ?? "Telegram refused this (\(name))."
        case .arguments: "This cannot be done: \(self)."
        case .other: "Something went wrong; please try again later."
        }
    }
}

extension RPCError {
    fileprivate var kind: InvocationError.Kind {
        let name = name.rawValue
        if code == 420 { return .floodWait(floodWait ?? .zero) }
        if code == 303 { return .migration(dataCenter: value ?? 1) }
        if code == 401 || name.hasPrefix("AUTH_KEY_") || ["SESSION_EXPIRED", "SESSION_REVOKED"].contains(name) {
            return .authorization
        }
        if name.contains("FILE") || name.contains("UPLOAD") { return .transfer }
        return .rpc(code: code, name: self.name)
    }
}
