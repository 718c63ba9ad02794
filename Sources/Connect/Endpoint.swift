// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// A place in a network to connect to or to listen on.
public struct Endpoint: Hashable, Sendable {
    /// A name, or an IPv4 or IPv6 address in text without brackets.
    public var host: String
    /// The TCP port.
    public var port: UInt16

    /// Creates an endpoint.
    ///
    /// - Parameters:
    ///   - host: A name, or an IPv4 or IPv6 address in text without brackets.
    ///   - port: The TCP port.
    public init(host: String, port: UInt16) {
        self.host = host
        self.port = port
    }
}

extension Endpoint: CustomStringConvertible {
    /// `host:port`, with brackets around an IPv6 address.
    public var description: String {
        host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)"
    }
}
