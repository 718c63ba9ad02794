// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// Where a data centre listens.
///
/// See core.telegram.org/constructor/dcOption.
public struct DataCenterAddress: Codable, Hashable, Sendable {
    /// What an address is good for.
    public struct Options: OptionSet, Codable, Hashable, Sendable {
        /// The bits, which are those of `dcOption`.
        public let rawValue: UInt32

        /// Takes the bits.
        ///
        /// - Parameter rawValue: The bits of `dcOption`; unknown ones are kept.
        public init(rawValue: UInt32) { self.rawValue = rawValue }

        /// The host is an IPv6 address.
        public static let ipv6 = Self(rawValue: 1)
        /// Only files are served there.
        public static let mediaOnly = Self(rawValue: 1 << 1)
        /// Only the obfuscated transport is understood there.
        public static let tcpObfuscatedOnly = Self(rawValue: 1 << 2)
        /// It belongs to a CDN data centre.
        public static let cdn = Self(rawValue: 1 << 3)
        /// It is to be used when one connects through a proxy.
        public static let isStatic = Self(rawValue: 1 << 4)
        /// No other port is to be tried.
        public static let thisPortOnly = Self(rawValue: 1 << 5)
    }

    /// An IPv4 or IPv6 address, or a name.
    public var host: String
    /// The TCP port.
    public var port: UInt16
    /// What the address is good for.
    public var options: Options
    /// The secret that the obfuscated transport needs there, if any.
    public var secret: [UInt8]?

    /// Creates an address.
    ///
    /// - Parameters:
    ///   - host: An IPv4 or IPv6 address, or a name.
    ///   - port: The TCP port.
    ///   - options: What the address is good for.
    ///   - secret: The secret that the obfuscated transport needs there, if any.
    public init(host: String, port: UInt16, options: Options = [], secret: [UInt8]? = nil) {
        self.host = host
        self.port = port
        self.options = options
        self.secret = secret
    }
}

extension DataCenterAddress: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The host and the port.
    public var description: String { options.contains(.ipv6) ? "[\(host)]:\(port)" : "\(host):\(port)" }
    /// The same as the description.
    public var debugDescription: String { description }
    /// A mirror without the secret.
    public var customMirror: Mirror { Mirror(self, children: ["host": host, "port": port, "options": options]) }
}
