// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTLFunctions
import FerogramTLTypes

extension MethodTable {
    /// The sessions of an account, its phone number and its end.
    mutating func addAuthorizations() {
        onEngine(TL.account.GetAuthorizations.self, .person) { _, caller, engine in
            let owners = engine.owners(of: caller.id)
            return .init(
                authorizationTtlDays: caller.account.settings.sessionLifetimeDays,
                authorizations: owners.map { engine.authorization($0, isCurrent: $0 == caller.call.owner) })
        }
        onEngine(TL.account.ResetAuthorization.self, .person) { request, caller, engine in
            guard request.hash != 0, let owner = engine.owners(of: caller.id).first(where: { $0 == request.hash }),
                owner != caller.call.owner
            else { throw RPCFailure.bad(.hashInvalid) }
            engine.authorize(owner, as: nil)
            return true
        }
        onEngine(TL.auth.ResetAuthorizations.self, .person) { _, caller, engine in
            for owner in engine.owners(of: caller.id) where owner != caller.call.owner {
                engine.authorize(owner, as: nil)
            }
            return true
        }
        onEngine(TL.account.ChangeAuthorizationSettings.self, .person) { request, caller, engine in
            let hash = request.hash == 0 ? caller.call.owner : request.hash
            guard let owner = engine.owners(of: caller.id).first(where: { $0 == hash }) else {
                throw RPCFailure.bad(.hashInvalid)
            }
            engine.updateKey(owner) { key in
                if let isOff = request.encryptedRequestsDisabled { key.refusesSecretChats = isOff }
                if let isOff = request.callRequestsDisabled { key.refusesCalls = isOff }
            }
            return true
        }
        on(TL.account.SetAuthorizationTTL.self, .person) { request, caller, world in
            guard (1...366).contains(request.authorizationTtlDays) else { throw RPCFailure.bad(.ttlDaysInvalid) }
            world.update(caller.id) { $0.settings.sessionLifetimeDays = request.authorizationTtlDays }
            return true
        }
        on(TL.account.GetAccountTTL.self, .person) { _, caller, _ in
            .init(days: caller.account.settings.lifetimeDays)
        }
        on(TL.account.SetAccountTTL.self, .person) { request, caller, world in
            guard (30...730).contains(request.ttl.days) else { throw RPCFailure.bad(.ttlDaysInvalid) }
            world.update(caller.id) { $0.settings.lifetimeDays = request.ttl.days }
            return true
        }
        onEngine(TL.account.SendChangePhoneCode.self, .person) { request, caller, engine in
            guard engine.world.account(phone: request.phoneNumber) == nil else {
                throw RPCFailure.bad(.phoneNumberOccupied)
            }
            let hash = try engine.world.sendCode(to: request.phoneNumber, dataCenter: caller.account.dataCenter)
            return .sentCode(
                .init(type: .sms(.init(length: 5)), phoneCodeHash: hash, timeout: Int32(PendingCodes.lifetime)))
        }
        on(TL.account.ChangePhone.self, .person) { request, caller, world in
            guard
                try world.signIn(
                    phone: request.phoneNumber, hash: request.phoneCodeHash, code: request.phoneCode) == nil
            else { throw RPCFailure.bad(.phoneNumberOccupied) }
            world.codes.remove(request.phoneCodeHash)
            world.setPhone(World.digits(of: request.phoneNumber), of: caller.id)
            guard let account = world[caller.id] else { throw RPCFailure(401, .authKeyUnregistered) }
            return world.user(account, for: caller.id)
        }
    }
}

extension Engine {
    /// The permanent keys with which somebody is signed in; those of other data centres, to which a session was exported,
    /// are no sessions of their own.
    func owners(of account: Int64) -> [Int64] {
        let home = world[account]?.dataCenter
        return keys.filter {
            $0.value.account == account && $0.value.expiresAt == nil && $0.value.dataCenter == home
        }.keys.sorted()
    }

    /// A session as its account sees it; the number is that of its key.
    func authorization(_ owner: Int64, isCurrent: Bool) -> TL.Authorization {
        let key = keys[owner]
        let introduction = key?.introduction ?? []
        func part(_ index: Int) -> String { introduction.indices.contains(index) ? introduction[index] : "" }
        let lastUsed = Int32(clamping: key?.lastUsed ?? unixTime)
        return TL.Authorization(
            current: isCurrent, encryptedRequestsDisabled: key?.refusesSecretChats ?? false,
            callRequestsDisabled: key?.refusesCalls ?? false, hash: isCurrent ? 0 : owner, deviceModel: part(0),
            platform: "", systemVersion: part(1), apiID: 1, appName: "test", appVersion: part(2),
            dateCreated: Int32(clamping: key?.created ?? unixTime), dateActive: lastUsed, ip: "127.0.0.1",
            country: "", region: "")
    }
}
