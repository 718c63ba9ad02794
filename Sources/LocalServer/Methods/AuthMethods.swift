// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramMTProto
import FerogramTLFunctions
import FerogramTLTypes

extension MethodTable {
    /// Logging in and out, here and on other data centres; see core.telegram.org/api/auth.
    mutating func addAuth() {
        on(TL.auth.SendCode.self, .anyone) { (request, call, engine) throws(RPCFailure) in
            try Self.checkAPI(request.apiID, request.apiHash)
            return try engine.sendCode(to: request.phoneNumber, call)
        }
        on(TL.auth.ResendCode.self, .anyone) { (request, call, engine) throws(RPCFailure) in
            guard engine.world.codes[request.phoneCodeHash] != nil else { throw .bad(.phoneCodeExpired) }
            engine.world.codes.remove(request.phoneCodeHash)
            return try engine.sendCode(to: request.phoneNumber, call)
        }
        on(TL.auth.CancelCode.self, .anyone) { (request, _, engine) throws(RPCFailure) in
            guard engine.world.codes[request.phoneCodeHash] != nil else { throw .bad(.phoneCodeExpired) }
            engine.world.codes.remove(request.phoneCodeHash)
            return true
        }
        on(TL.auth.SignIn.self, .anyone) { (request, call, engine) throws(RPCFailure) in
            let account = try engine.world.signIn(
                phone: request.phoneNumber, hash: request.phoneCodeHash, code: request.phoneCode)
            guard let account else { return .signUpRequired(.init()) }
            return try engine.logIn(account, call)
        }
        on(TL.auth.SignUp.self, .anyone) { (request, call, engine) throws(RPCFailure) in
            let account = try engine.world.signUp(
                phone: request.phoneNumber, hash: request.phoneCodeHash, firstName: request.firstName,
                lastName: request.lastName, dataCenter: call.dataCenter)
            return try engine.logIn(account, call)
        }
        on(TL.auth.ImportBotAuthorization.self, .anyone) { (request, call, engine) throws(RPCFailure) in
            try Self.checkAPI(request.apiID, request.apiHash)
            guard let account = engine.world.account(token: request.botAuthToken) else {
                throw .bad(.accessTokenInvalid)
            }
            guard account.dataCenter == call.dataCenter else {
                throw RPCFailure(303, .userMigrate, value: account.dataCenter)
            }
            return try engine.logIn(account, call)
        }
        on(TL.auth.LogOut.self, .anywhere) { (_, call, engine) in
            if let owner = call.owner { engine.authorize(owner, as: nil) }
            return .init()
        }
        on(TL.auth.ExportAuthorization.self) { (request, call, engine) throws(RPCFailure) in
            let account = try call.caller
            let target = Int(request.dcID)
            guard (1...engine.ports.count).contains(target), target != call.dataCenter else { throw .bad(.dcIDInvalid) }
            let bytes = (0..<4).flatMap { _ in
                withUnsafeBytes(of: engine.world.randomness.next()) { Array($0) }
            }
            engine.exports.add(bytes, account: account.id, dataCenter: target, limit: engine.bounds.exports)
            return .init(id: account.id, bytes: bytes)
        }
        on(TL.auth.ImportAuthorization.self, .anyone) { (request, call, engine) throws(RPCFailure) in
            guard engine.exports.take(request.bytes, account: request.id, dataCenter: call.dataCenter),
                let account = engine.world[request.id]
            else { throw .bad(.authBytesInvalid) }
            return try engine.logIn(account, call)
        }
        on(TL.auth.DropTempAuthKeys.self, .anyone) { (request, call, engine) in
            let kept = Set(request.exceptAuthKeys)
            let dropped = engine.keys.filter { id, key in
                key.boundTo == call.owner && id != call.origin.authKeyID && !kept.contains(id)
            }
            for id in dropped.keys { engine.removeKey(id) }
            return true
        }
    }

    private static func checkAPI(_ id: Int32, _ hash: String) throws(RPCFailure) {
        guard id > 0, !hash.isEmpty else { throw .bad(.apiIDInvalid) }
    }
}

extension Engine {
    fileprivate mutating func sendCode(to phone: String, _ call: Call) throws(RPCFailure) -> TL.auth.SentCode {
        let home = world.dataCenter(forPhone: phone, asked: call.dataCenter)
        guard home == call.dataCenter else { throw RPCFailure(303, .phoneMigrate, value: home) }
        let hash = try world.sendCode(to: phone, dataCenter: home)
        return .sentCode(
            .init(type: .app(.init(length: 5)), phoneCodeHash: hash, timeout: Int32(PendingCodes.lifetime)))
    }

    fileprivate mutating func logIn(_ account: Account, _ call: Call) throws(RPCFailure) -> TL.auth.Authorization {
        guard let owner = call.owner else { throw RPCFailure(401, .authKeyPermEmpty) }
        authorize(owner, as: account.id)
        return .authorization(.init(user: world.user(account, for: account.id)))
    }
}
