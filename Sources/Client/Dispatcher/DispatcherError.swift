// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

public import FerogramMTSender

/// Why a dispatcher does not run on a client.
public enum DispatcherError: Error, Sendable {
    /// A dispatcher runs on the client already; two would share the updates between them.
    case alreadyRunning
    /// The client has stopped, and not because the program disconnected it.
    case clientStopped(InvocationError)
}

extension DispatcherError: CustomStringConvertible {
    /// A description for people.
    public var description: String {
        switch self {
        case .alreadyRunning:
            "a dispatcher runs on this client already; register all handlers with one dispatcher, or cancel the other run"
        case .clientStopped(let error): "the client has stopped: \(error)"
        }
    }
}
