// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramBase
import FerogramConnect
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
        let salts = entry.salts.map {
            ServerSalt(salt: $0.salt, validSince: $0.validSince, validUntil: $0.validUntil)
        }.sorted { $0.validSince < $1.validSince }
        guard let first = salts.first else { return KeyMaterial(authKey: key) }
        return KeyMaterial(authKey: key, salts: SaltSchedule(current: first, later: Array(salts.dropFirst())))
    }

    mutating func store(_ key: KeyMaterial, for id: Int) -> [SessionChange] {
        change(.authKey(key.authKey, dataCenter: id), .salts(key.salts.stored, dataCenter: id))
    }

    mutating func store(_ salts: SaltSchedule, for id: Int) -> [SessionChange] {
        change(.salts(salts.stored, dataCenter: id))
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

extension SaltSchedule {
    fileprivate var stored: [ServerSalt] {
        ([current] + later).map { ServerSalt(salt: $0.salt, validSince: $0.validSince, validUntil: $0.validUntil) }
    }
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
