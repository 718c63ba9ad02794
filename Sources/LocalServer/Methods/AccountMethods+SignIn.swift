// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramCrypto
import FerogramTLFunctions
import FerogramTLTypes

extension MethodTable {
    /// Logging in and out, here and on other data centres; see core.telegram.org/api/auth.
    mutating func addSignIn() {
        onAnyone(TL.auth.SendCode.self) { request, call, engine in
            try Self.checkAPI(request.apiID, request.apiHash)
            if let account = engine.takeFutureAuthToken(request, call) {
                if account.password != nil, let owner = call.owner {
                    engine.updateKey(owner) { $0.passwordPending = account.id }
                    throw RPCFailure(401, .sessionPasswordNeeded)
                }
                return .success(.init(authorization: try engine.logIn(account, call)))
            }
            return try engine.sendCode(to: request.phoneNumber, call)
        }
        onAnyone(TL.auth.ResendCode.self) { request, call, engine in
            guard engine.world.codes[request.phoneCodeHash] != nil else { throw RPCFailure.bad(.phoneCodeExpired) }
            engine.world.codes.remove(request.phoneCodeHash)
            return try engine.sendCode(to: request.phoneNumber, call)
        }
        onAnyone(TL.auth.CancelCode.self) { request, _, engine in
            guard engine.world.codes[request.phoneCodeHash] != nil else { throw RPCFailure.bad(.phoneCodeExpired) }
            engine.world.codes.remove(request.phoneCodeHash)
            return true
        }
        onAnyone(TL.auth.SignIn.self) { request, call, engine in
            let account = try engine.world.signIn(
                phone: request.phoneNumber, hash: request.phoneCodeHash, code: request.phoneCode)
            guard let account else { return .signUpRequired(.init()) }
            if account.password != nil, let owner = call.owner {
                engine.updateKey(owner) { $0.passwordPending = account.id }
                throw RPCFailure(401, .sessionPasswordNeeded)
            }
            return try engine.logIn(account, call)
        }
        onAnyone(TL.auth.CheckPassword.self) { request, call, engine in
            let account = try engine.takeProof(request.password, call)
            return try engine.logIn(account, call)
        }
        onAnyone(TL.account.GetPassword.self) { _, call, engine in
            try engine.askForPassword(call)
        }
        onAnyone(TL.auth.SignUp.self) { request, call, engine in
            let account = try engine.world.signUp(
                phone: request.phoneNumber, hash: request.phoneCodeHash, firstName: request.firstName,
                lastName: request.lastName, dataCenter: call.dataCenter)
            return try engine.logIn(account, call)
        }
        onAnyone(TL.auth.ImportBotAuthorization.self) { request, call, engine in
            try Self.checkAPI(request.apiID, request.apiHash)
            guard let account = engine.world.account(token: request.botAuthToken) else {
                throw RPCFailure.bad(.accessTokenInvalid)
            }
            guard account.dataCenter == call.dataCenter else {
                throw RPCFailure(303, .userMigrate, value: account.dataCenter)
            }
            return try engine.logIn(account, call)
        }
        onEngine(TL.auth.LogOut.self, .anywhere) { _, caller, engine in
            if let owner = caller.call.owner { engine.authorize(owner, as: nil) }
            guard !caller.account.isBot else { return .init() }
            let token = engine.world.futureAuthToken(for: caller.id)
            return .init(futureAuthToken: token)
        }
        onEngine(TL.auth.ExportAuthorization.self) { request, caller, engine in
            let target = Int(request.dcID)
            guard (1...engine.ports.count).contains(target), target != caller.call.dataCenter else {
                throw RPCFailure.bad(.dcIDInvalid)
            }
            let bytes = (0..<4).flatMap { _ in
                withUnsafeBytes(of: engine.world.randomness.next()) { Array($0) }
            }
            engine.exports.add(bytes, account: caller.id, dataCenter: target, limit: engine.bounds.exports)
            return .init(id: caller.id, bytes: bytes)
        }
        onAnyone(TL.auth.ImportAuthorization.self) { request, call, engine in
            guard engine.exports.take(request.bytes, account: request.id, dataCenter: call.dataCenter),
                let account = engine.world[request.id]
            else { throw RPCFailure.bad(.authBytesInvalid) }
            return try engine.logIn(account, call)
        }
        onAnyone(TL.auth.DropTempAuthKeys.self) { request, call, engine in
            let kept = Set(request.exceptAuthKeys)
            let dropped = engine.keys.filter { id, key in
                key.boundTo == call.owner && id != call.origin.authKeyID && !kept.contains(id)
            }
            for id in dropped.keys { engine.removeKey(id) }
            return true
        }
    }

    private static func checkAPI(_ id: Int32, _ hash: String) throws(RPCFailure) {
        guard id > 0, !hash.isEmpty else { throw RPCFailure.bad(.apiIDInvalid) }
    }
}

extension Engine {
    /// Who the client is, or will be when it has proved to know the password.
    func claimant(_ call: Call) throws(RPCFailure) -> (account: Account, owner: Int64) {
        guard let owner = call.owner, let id = call.account?.id ?? keys[owner]?.passwordPending, let account = world[id]
        else { throw RPCFailure(401, .authKeyUnregistered) }
        return (account, owner)
    }

    /// Asks for a proof of the password; see core.telegram.org/api/srp.
    fileprivate mutating func askForPassword(_ call: Call) throws(RPCFailure) -> TL.account.Password {
        let (account, owner) = try claimant(call)
        do throws(CryptoError) {
            var generator = SystemRandomness()
            let question = try account.password.map { password throws(CryptoError) in
                let verifier = try SRPVerifier(password.parameters, verifier: password.verifier, using: &generator)
                return (id: Int64(bitPattern: generator.next()), verifier: verifier)
            }
            updateKey(owner) { $0.question = question }
            return try TwoStepPassword.description(
                of: account.password, question: question, settings: account.settings)
        } catch {
            throw RPCFailure(500, TLErrorName(rawValue: "SRP_FAILED"))
        }
    }

    /// Checks a proof of the password.
    mutating func takeProof(
        _ proof: TL.InputCheckPasswordSRP, _ call: Call
    ) throws(RPCFailure) -> Account {
        let (account, owner) = try claimant(call)
        guard account.password != nil, case .inputCheckPasswordSRP(let proof) = proof else {
            throw RPCFailure.bad(.passwordHashInvalid)
        }
        guard let question = keys[owner]?.question, question.id == proof.srpID else {
            throw RPCFailure.bad(.srpIDInvalid)
        }
        updateKey(owner) { $0.question = nil }
        do {
            try question.verifier.check(clientValue: proof.a, proof: proof.m1)
        } catch {
            throw RPCFailure.bad(.passwordHashInvalid)
        }
        return account
    }

    /// Whom the client was logged in as before, by the token that logging out gave.
    fileprivate mutating func takeFutureAuthToken(_ request: TL.auth.SendCode, _ call: Call) -> Account? {
        guard let account = world.account(phone: request.phoneNumber), account.dataCenter == call.dataCenter,
            let tokens = request.settings.logoutTokens?.prefix(20)
        else { return nil }
        for token in tokens where world.people.futureAuthTokens[token] == account.id {
            world.people.futureAuthTokens[token] = nil
            return account
        }
        return nil
    }

    fileprivate mutating func sendCode(to phone: String, _ call: Call) throws(RPCFailure) -> TL.auth.SentCode {
        let home = world.dataCenter(forPhone: phone, asked: call.dataCenter)
        guard home == call.dataCenter else { throw RPCFailure(303, .phoneMigrate, value: home) }
        let hash = try world.sendCode(to: phone, dataCenter: home)
        return .sentCode(
            .init(type: .app(.init(length: 5)), phoneCodeHash: hash, timeout: Int32(PendingCodes.lifetime)))
    }

    mutating func logIn(_ account: Account, _ call: Call) throws(RPCFailure) -> TL.auth.Authorization {
        guard let owner = call.owner else { throw RPCFailure(401, .authKeyPermEmpty) }
        updateKey(owner) { $0.passwordPending = nil }
        authorize(owner, as: account.id)
        return .authorization(.init(user: world.user(account, for: account.id)))
    }
}
