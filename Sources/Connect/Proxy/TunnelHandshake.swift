// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// What is said to a proxy before the tunnel stands; it does no I/O.
///
/// Whoever runs it sends ``takeOutput()`` whenever there is some, and reads at most ``missingCount`` bytes at a time: not one
/// byte of what comes through the tunnel is taken.
protocol TunnelHandshake: Sendable {
    /// Takes what is to be sent now, nothing if the proxy has to answer first.
    mutating func takeOutput() -> [UInt8]

    /// How many bytes of the proxy's answers are certainly missing, 0 when the tunnel stands.
    var missingCount: Int { get }

    /// Takes bytes of the proxy.
    ///
    /// - Parameter bytes: At most ``missingCount``.
    /// - Throws: ``TunnelError`` if there will be no tunnel.
    mutating func receive(_ bytes: [UInt8]) throws(TunnelError)
}

/// The user name and the password for a proxy.
public struct ProxyCredentials: Hashable, Sendable {
    /// The user name, 1 to 255 bytes.
    public let username: String
    /// The password, at most 255 bytes.
    public let password: String

    /// Creates credentials.
    ///
    /// - Parameters:
    ///   - username: The user name.
    ///   - password: The password.
    public init(username: String, password: String) {
        self.username = username
        self.password = password
    }
}

extension ProxyCredentials: CustomStringConvertible, CustomReflectable {
    /// Says nothing of what is in it.
    public var description: String { "ProxyCredentials" }

    /// A mirror without what the description leaves out.
    public var customMirror: Mirror { Mirror(self, children: [:]) }
}

extension Endpoint {
    /// Whether a proxy can be told the host: characters of names and addresses alone, in at most 255 bytes.
    var isTellable: Bool {
        let bytes = host.utf8
        return (1...255).contains(bytes.count) && bytes.allSatisfy { $0 > 0x20 && $0 != 0x7F }
    }
}
