// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

public import FerogramCrypto
public import FerogramMTProto
import Foundation

/// What a local server is like.
public struct LocalServerConfiguration: Sendable {
    /// The ports of the data centres on 127.0.0.1, 0 for any that is free; there are as many data centres as ports, 1 to 9.
    public var ports: [UInt16] = [0, 0, 0]
    /// The secrets of the MTProto proxy in front of the data centres; without any there is no proxy.
    public var proxySecrets: [ProxySecret] = []
    /// The port of the MTProto proxy on 127.0.0.1, 0 for any that is free.
    public var proxyPort: UInt16 = 0
    /// Decides all ids, hashes and tokens of the world.
    ///
    /// Keys and nonces never depend on it.
    public var seed: UInt64 = 1
    /// The RSA key of the server, `nil` to make a new one, which takes some tenths of a second.
    ///
    /// Servers of one run may share a key. It must never be used anywhere else.
    public var rsaKey: RSAPrivateKey?
    /// How calls that come again are treated.
    public var policy = ServerPolicy.strict
    /// The bounds of the world.
    public var worldLimits = WorldLimits()
    /// The bounds of what is remembered of clients.
    public var sessionBounds = SessionBounds()
    /// Writes one line about what went wrong outside of any call, by default to the standard error.
    ///
    /// A client that is refused for its layer is an example.
    ///
    /// It is called with the server's lock held, so it must return soon and must not use the server.
    public var log: @Sendable (String) -> Void = { line in
        try? FileHandle.standardError.write(contentsOf: Data("local server: \(line)\n".utf8))
    }
    /// Where the time comes from.
    public var time = LocalTime.system

    /// Three data centres on free ports.
    public init() {}
}
