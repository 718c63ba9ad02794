// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramConnect
import FerogramCrypto
import FerogramMTProto
import FerogramMTSender
import FerogramSession
import FerogramTLTypes

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
    var retryPolicy: any RetryPolicy
    var restartPolicy: any ConnectionRestartPolicy
    var usesTemporaryKeys: Bool
    var log: (@Sendable (LogEntry) -> Void)?
    var metrics: (@Sendable (ClientMetric) -> Void)?
    var updateCapacity: Int
    var catchesUp: Bool?
    var updateGuarantee: UpdateGuarantee
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

extension ClientConfiguration {
    /// What stands before the first calls of a session: who we are, and which layer of the schema we speak.
    private var initialization: [UInt8]? {
        let connection = TL.InitConnection(
            apiID: apiID, deviceModel: device.model, systemVersion: device.systemVersion, appVersion: device.appVersion,
            systemLangCode: device.systemLanguage, langPack: "", langCode: device.language,
            query: TLRawFunction(bytes: []))
        return try? TL.InvokeWithLayer(
            layer: Int32(TL.layer), query: TLRawFunction(bytes: connection.encoded())
        ).encoded()
    }

    var pool: PoolConfiguration {
        let transport = transport
        var pool = PoolConfiguration(isTest: directory.isTest, dialer: dialer) { dataCenter in
            transport.configuration(dataCenter: dataCenter)
        }
        pool.trustedKeys = usesBuiltInAddresses ? nil : directory.publicKeys
        pool.session.initialization = initialization
        pool.session.holdsAcknowledgementsOfUpdates = true
        pool.restartPolicy = restartPolicy
        pool.retryPolicy = retryPolicy
        pool.timeout = requestTimeout
        pool.temporaryKeyLifetime = usesTemporaryKeys ? KeyExchangeRequest.maximumLifetime : nil
        pool.time = time
        return pool
    }
}
