// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// Whether a definition describes a value or a call.
public enum Category: String, Sendable, Hashable {
    /// A constructor of a type.
    case types
    /// A method; its result is what the server answers.
    case functions
}
