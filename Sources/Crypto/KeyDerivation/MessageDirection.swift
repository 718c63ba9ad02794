// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// Which way a message goes, which decides what parts of the key protect it.
///
/// In a secret chat the side that created the chat stands for the client.
public enum MessageDirection: Sendable, CaseIterable {
    /// From the client, or from a secret chat's creator.
    case fromClient
    /// From the server, or from a secret chat's other side.
    case fromServer

    /// The `x` of the protocol's formulas.
    var offset: Int {
        switch self {
        case .fromClient: 0
        case .fromServer: 8
        }
    }
}
