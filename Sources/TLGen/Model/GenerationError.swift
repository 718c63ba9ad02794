// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// Why no Swift can be generated from a schema.
public struct GenerationError: Error, Sendable, Hashable, CustomStringConvertible {
    /// What is wrong, naming the definitions concerned.
    public let description: String

    init(_ description: String) {
        self.description = description
    }
}
