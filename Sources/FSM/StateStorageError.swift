// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// Why the state of a conversation could not be read or written.
public enum StateStorageError: Error {
    /// The storage failed.
    case storage(any Error)
    /// A value could not be turned into JSON.
    case encoding(field: String, any Error)
    /// What is stored is not of the type that was asked for.
    case decoding(field: String, any Error)
    /// The task was cancelled while it waited for its turn.
    case cancelled
}

extension StateStorageError: CustomStringConvertible {
    /// A description for people.
    public var description: String {
        switch self {
        case .storage(let error): "the state storage failed: \(error)"
        case .encoding(let field, let error): "the value of \"\(field)\" cannot be stored: \(error)"
        case .decoding(let field, let error): "the stored value of \"\(field)\" cannot be read: \(error)"
        case .cancelled: "cancelled while waiting for another change of the same conversation"
        }
    }
}
