// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// Where a data centre of a local server listens.
public struct LocalDataCenter: Hashable, Sendable {
    /// Its number, from 1 on.
    public let id: Int
    /// Its address, always 127.0.0.1.
    public let host: String
    /// Its port.
    public let port: UInt16
}
