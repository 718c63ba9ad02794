// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramCrypto
import FerogramTLFunctions
import FerogramTLTypes

extension MethodTable {
    /// Setting and recovering passwords; see core.telegram.org/api/srp.
    mutating func addPasswords() {
        onEngine(TL.account.UpdatePasswordSettings.self, .person) { request, caller, engine in
            if caller.account.password != nil { _ = try engine.takeProof(request.password, caller.call) }
            try engine.world.change(caller.id, to: request.newSettings)
            return true
        }
        onEngine(TL.account.GetPasswordSettings.self, .person) { request, caller, engine in
            _ = try engine.takeProof(request.password, caller.call)
            return .init(email: caller.account.settings.recoveryEmail)
        }
        on(TL.account.ConfirmPasswordEmail.self, .person) { request, caller, world in
            guard let pending = caller.account.settings.pendingEmail else { throw RPCFailure.bad(.emailHashExpired) }
            guard pending.code == request.code else { throw RPCFailure.bad(.codeInvalid) }
            world.update(caller.id) { account in
                if let password = pending.password { account.password = password }
                account.settings.recoveryEmail = pending.email
                account.settings.pendingEmail = nil
            }
            return true
        }
        on(TL.account.ResendPasswordEmail.self, .person) { _, caller, world in
            guard let pending = caller.account.settings.pendingEmail else { throw RPCFailure.bad(.emailHashExpired) }
            world.people.send(LocalMail(address: pending.email, code: pending.code))
            return true
        }
        on(TL.account.CancelPasswordEmail.self, .person) { _, caller, world in
            guard caller.account.settings.pendingEmail != nil else { throw RPCFailure.bad(.emailHashExpired) }
            world.update(caller.id) { $0.settings.pendingEmail = nil }
            return true
        }
        on(TL.account.ResetPassword.self, .person) { _, caller, world in
            guard caller.account.password != nil else { throw RPCFailure.bad(.passwordEmpty) }
            let end = caller.account.settings.passwordReset ?? world.now + Self.resetWait
            guard end > world.now else {
                world.removePassword(of: caller.id)
                return .ok
            }
            world.update(caller.id) { $0.settings.passwordReset = end }
            return .requestedWait(.init(untilDate: Int32(clamping: end)))
        }
        on(TL.account.DeclinePasswordReset.self, .person) { _, caller, world in
            guard caller.account.settings.passwordReset != nil else {
                throw RPCFailure(400, TLErrorName(rawValue: "RESET_REQUEST_MISSING"))
            }
            world.update(caller.id) { $0.settings.passwordReset = nil }
            return true
        }
        onAnyone(TL.auth.RequestPasswordRecovery.self) { _, call, engine in
            let account = try engine.claimant(call).account
            guard account.password != nil else { throw RPCFailure.bad(.passwordEmpty) }
            guard let email = account.settings.recoveryEmail else { throw RPCFailure.bad(.passwordRecoveryNa) }
            let code = engine.world.emailCode()
            engine.world.update(account.id) { $0.settings.recoveryCode = code }
            engine.world.people.send(LocalMail(address: email, code: code))
            return .init(emailPattern: World.pattern(ofEmail: email))
        }
        onAnyone(TL.auth.CheckRecoveryPassword.self) { request, call, engine in
            try engine.checkRecovery(request.code, call)
            return true
        }
        onAnyone(TL.auth.RecoverPassword.self) { request, call, engine in
            let account = try engine.checkRecovery(request.code, call)
            engine.world.removePassword(of: account.id)
            if let settings = request.newSettings { try engine.world.change(account.id, to: settings) }
            guard let changed = engine.world[account.id] else { throw RPCFailure(401, .authKeyUnregistered) }
            return try engine.logIn(changed, call)
        }
    }

    /// How long a forgotten password stays, in seconds.
    private static let resetWait: Int64 = 7 * 86_400
}

extension Engine {
    @discardableResult
    fileprivate func checkRecovery(_ code: String, _ call: Call) throws(RPCFailure) -> Account {
        let account = try claimant(call).account
        guard let expected = account.settings.recoveryCode else { throw .bad(.passwordRecoveryExpired) }
        guard code == expected else { throw .bad(.codeInvalid) }
        return account
    }
}

extension World {
    private static let fewestSaltBytes = 40 + 32

    /// What a client keeps of an account that logs out.
    mutating func futureAuthToken(for id: Int64) -> [UInt8] {
        let token = (0..<4).flatMap { _ in withUnsafeBytes(of: randomness.next()) { Array($0) } }
        if people.futureAuthTokens.count < limits.pendingCodes { people.futureAuthTokens[token] = id }
        return token
    }

    /// A code as letters carry them.
    mutating func emailCode() -> String { String(100_000 + randomness.next() % 900_000) }

    static func pattern(ofEmail email: String) -> String {
        guard let at = email.firstIndex(of: "@"), let first = email.first else { return "*" }
        return "\(first)***" + email[at...]
    }

    /// Forgets an account's password with all that belongs to it.
    mutating func removePassword(of id: Int64) {
        update(id) { account in
            account.password = nil
            account.settings.recoveryEmail = nil
            account.settings.pendingEmail = nil
            account.settings.recoveryCode = nil
            account.settings.passwordReset = nil
        }
    }

    /// Changes an account's password or its e-mail address; a new address must be confirmed first.
    mutating func change(_ id: Int64, to settings: TL.account.PasswordInputSettings) throws(RPCFailure) {
        guard let account = self[id] else { throw RPCFailure(401, .authKeyUnregistered) }
        var password: TwoStepPassword?
        if let hash = settings.newPasswordHash {
            guard !hash.isEmpty else { return removePassword(of: id) }
            guard case .sha256SHA256PBKDF2HMACSHA512iter100000SHA256ModPow(let algorithm)? = settings.newAlgo,
                algorithm.salt1.count >= Self.fewestSaltBytes
            else { throw .bad(.newSaltInvalid) }
            do {
                password = TwoStepPassword(
                    parameters: try SRPParameters(
                        salt1: algorithm.salt1, salt2: algorithm.salt2, generator: algorithm.g, prime: algorithm.p),
                    verifier: SecureBytes(copying: hash), hint: settings.hint.flatMap { $0.isEmpty ? nil : $0 })
            } catch {
                throw .bad(.newSettingsInvalid)
            }
        } else if account.password == nil {
            throw .bad(.newSettingsInvalid)
        }
        guard let email = settings.email, !email.isEmpty else {
            let clears = settings.email != nil
            update(id) { account in
                if let password { account.password = password }
                if clears { account.settings.recoveryEmail = nil }
            }
            return
        }
        guard email.contains("@"), email.utf8.count <= 256 else { throw .bad(.emailInvalid) }
        let code = emailCode()
        update(id) { $0.settings.pendingEmail = .init(email: email, code: code, password: password) }
        people.send(LocalMail(address: email, code: code))
        throw RPCFailure(400, .emailUnconfirmedX, value: code.count)
    }
}
