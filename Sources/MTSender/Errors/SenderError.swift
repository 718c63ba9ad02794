// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// Why a connection was given up.
package enum SenderError: Error, Hashable, Sendable {
    /// The key exchange took too long.
    case keyExchangeTimedOut
    /// The server did not answer pings.
    case serverSilent
    /// The server refused the connection, with a code such as -404 or -429.
    case transportError(Int32)
    /// The other side sent unencrypted frames that belong to no key exchange.
    case unexpectedFrames
    /// Neither the known ways to the data centre nor any that could be found work; the text says why the known ones do not.
    case noRoute(String)
    /// The server refused to bind a temporary key, with these words.
    case bindingRefused(String)
    /// The server does not have the permanent key any more.
    case keyLost
}

extension SenderError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .keyExchangeTimedOut: "the key exchange took too long"
        case .serverSilent: "the server fell silent"
        case .transportError(let code): "the server refused the connection with code \(code)"
        case .noRoute(let reason): "no way to the data centre works: \(reason)"
        case .unexpectedFrames: "frames that belong to nothing"
        case .bindingRefused(let message): "the server did not bind a temporary key: \(message)"
        case .keyLost: "the server does not have the authorization key any more"
        }
    }
}
