// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramConnect
import FerogramCrypto
import FerogramMTProto
import FerogramMTSender
import FerogramSession

/// How the program introduces itself to the server; users see it in their list of sessions.
public struct DeviceDescription: Hashable, Sendable {
    /// The device.
    public var model = "Ferogram"
    /// The operating system.
    public var systemVersion: String
    /// The program's version.
    public var appVersion = "1.0"
    /// The language of the system, as ISO 639-1.
    public var systemLanguage = "en"
    /// The language of the program, as ISO 639-1.
    public var language = "en"

    /// Creates a description of this machine.
    public init() {
        #if os(Linux)
        systemVersion = "Linux"
        #elseif os(macOS)
        systemVersion = "macOS"
        #else
        systemVersion = "Unknown"
        #endif
    }
}

/// How the connection looks on the wire.
public enum ClientTransport: Hashable, Sendable, CaseIterable {
    /// The shortest framing; the usual one.
    case abridged
    /// Four bytes of length before each packet.
    case intermediate
    /// Like ``intermediate``, with random padding.
    case paddedIntermediate
    /// Numbered packets with checksums.
    case full
    /// ``abridged`` behind a key stream that hides what protocol it is.
    case obfuscated
}

/// What a client is made of; ``ClientBuilder`` fills it.
struct ClientConfiguration: Sendable {
    var apiID: Int32
    var apiHash: String
    var storage: any SessionStorage
    var directory: ServerDirectory
    var usesBuiltInAddresses: Bool
    var transport: ClientTransport
    var dialer: any Dialer
    var device: DeviceDescription
    var requestTimeout: Duration?
    var updateCapacity: Int
    var time: Timekeeper
}

extension ClientTransport {
    /// The transport for a connection to a data centre.
    func configuration(dataCenter: ProxyDataCenter) -> TransportConfiguration {
        switch self {
        case .abridged: .plain(.abridged)
        case .intermediate: .plain(.intermediate)
        case .paddedIntermediate: .plain(.paddedIntermediate)
        case .full: .plain(.full)
        case .obfuscated: .obfuscated(.abridged, dataCenter: dataCenter)
        }
    }
}
