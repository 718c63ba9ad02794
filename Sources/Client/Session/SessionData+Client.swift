// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramBase
import FerogramConnect
import FerogramCrypto
import FerogramMTProto
import FerogramMTSender
import FerogramSession
import FerogramTLTypes

// Each change is made in memory and returned for the storage.
extension SessionData {
    mutating func change(_ changes: SessionChange...) -> [SessionChange] {
        for change in changes { apply(change) }
        return changes
    }

    func keyMaterial(for id: Int) -> KeyMaterial? {
        guard let entry = dataCenter(id), let key = entry.authKey else { return nil }
        return KeyMaterial(authKey: key, salts: SaltSchedule(stored: entry.salts) ?? .init())
    }

    mutating func store(_ key: KeyMaterial, for id: Int) -> [SessionChange] {
        change(.authKey(key.authKey, dataCenter: id), .salts(key.salts.all, dataCenter: id))
    }

    /// Stops using a key that a server rejected; it is kept, since the server may have been the wrong one.
    mutating func rejectKey(of id: Int) -> [SessionChange] {
        guard let entry = dataCenter(id), let key = entry.authKey else { return [] }
        let kept = (entry.rejectedKeys.filter { $0 != key } + [key]).suffix(DataCenterEntry.maximumRejectedKeys)
        return change(.rejectedKeys(Array(kept), dataCenter: id), .authKey(nil, dataCenter: id))
    }

    /// Ties the session to servers.
    ///
    /// - Parameter directory: The servers that it is to be used with.
    /// - Returns: What changes, or `nil` if the session belongs to other servers.
    mutating func adopt(_ directory: ServerDirectory) -> [SessionChange]? {
        let keys = directory.publicKeys ?? [directory.isTest ? .telegramTest : .telegramProduction]
        let fingerprints = keys.map(\.fingerprint).sorted()
        let hasKeys = dataCenters.contains { $0.authKey != nil }
        if hasKeys {
            // A session that was imported as one of test servers says so without naming keys.
            if isTest, !directory.isTest { return nil }
            if !serverFingerprints.isEmpty {
                guard isTest == directory.isTest, !Set(fingerprints).isDisjoint(with: serverFingerprints) else {
                    return nil
                }
            }
        }
        guard isTest != directory.isTest || serverFingerprints != fingerprints else { return [] }
        return change(.isTest(directory.isTest), .serverFingerprints(fingerprints))
    }

    mutating func store(_ salts: SaltSchedule, for id: Int) -> [SessionChange] {
        change(.salts(salts.all, dataCenter: id))
    }

    /// Takes the addresses that the server named.
    mutating func store(_ options: [TL.DcOption]) -> [SessionChange] {
        var addresses: [Int: [DataCenterAddress]] = [:]
        for option in options {
            guard let port = UInt16(exactly: option.port), port > 0 else { continue }
            addresses[Int(option.id), default: []].append(
                DataCenterAddress(host: option.ipAddress, port: port, options: option.options, secret: option.secret))
        }
        var changes: [SessionChange] = []
        for (id, list) in addresses where dataCenter(id)?.addresses != list {
            changes += change(.addresses(list, dataCenter: id))
        }
        return changes
    }

    /// An address of a data centre that plain connections may go to.
    func endpoint(of id: Int) -> Endpoint? {
        let unfit: DataCenterAddress.Options = [.ipv6, .mediaOnly, .cdn, .tcpObfuscatedOnly]
        let address = dataCenter(id)?.addresses.first { $0.options.isDisjoint(with: unfit) && $0.secret == nil }
        return address.map { Endpoint(host: $0.host, port: $0.port) }
    }

    func isAuthorized(at id: Int) -> Bool { dataCenter(id)?.isAuthorized ?? false }
}

extension TL.DcOption {
    fileprivate var options: DataCenterAddress.Options {
        var options: DataCenterAddress.Options = []
        if ipv6 { options.insert(.ipv6) }
        if mediaOnly { options.insert(.mediaOnly) }
        if tcpoOnly { options.insert(.tcpObfuscatedOnly) }
        if cdn { options.insert(.cdn) }
        if `static` { options.insert(.isStatic) }
        if thisPortOnly { options.insert(.thisPortOnly) }
        return options
    }
}
