// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramCrypto
import FerogramMTProto
import FerogramTLTypes

/// The password of an account, as a server knows it; see core.telegram.org/api/srp.
struct TwoStepPassword: Sendable {
    let parameters: SRPParameters
    let verifier: SecureBytes
    let hint: String?

    /// Takes a password as a client has set it.
    init(parameters: SRPParameters, verifier: SecureBytes, hint: String?) {
        self.parameters = parameters
        self.verifier = verifier
        self.hint = hint
    }

    /// Sets a password with new salts.
    init(_ password: String, hint: String?) throws(CryptoError) {
        var generator = SystemRandomness()
        parameters = try Self.freshParameters(using: &generator)
        verifier = parameters.verifier(password: Array(password.utf8))
        self.hint = hint
    }

    private static func freshParameters(
        using generator: inout SystemRandomness
    ) throws(CryptoError) -> SRPParameters {
        try SRPParameters(
            salt1: generator.bytes(count: 40), salt2: generator.bytes(count: 16), group: .telegram)
    }

    /// The algorithm as the schema writes it.
    static func algorithm(_ parameters: SRPParameters) -> TL.PasswordKdfAlgo {
        .sha256SHA256PBKDF2HMACSHA512iter100000SHA256ModPow(
            .init(
                salt1: parameters.salt1, salt2: parameters.salt2, g: parameters.group.generator,
                p: parameters.group.prime))
    }

    /// What `account.getPassword` answers.
    ///
    /// - Parameters:
    ///   - password: The account's password, `nil` if it has none.
    ///   - question: What the client is asked, if there is a password.
    ///   - settings: What else the account has set.
    /// - Returns: The answer.
    /// - Throws: `CryptoError` if the system's random numbers are of no use.
    static func description(
        of password: TwoStepPassword?, question: (id: Int64, verifier: SRPVerifier)?,
        settings: AccountSettings = AccountSettings()
    ) throws(CryptoError) -> TL.account.Password {
        var generator = SystemRandomness()
        return TL.account.Password(
            hasRecovery: settings.recoveryEmail != nil, hasPassword: password != nil,
            currentAlgo: password.map { algorithm($0.parameters) },
            srpB: question?.verifier.publicValue, srpID: question?.id, hint: password?.hint,
            emailUnconfirmedPattern: settings.pendingEmail.map { World.pattern(ofEmail: $0.email) },
            newAlgo: algorithm(try freshParameters(using: &generator)),
            newSecureAlgo: .pbkdf2HMACSHA512iter100000(.init(salt: generator.bytes(count: 8))),
            secureRandom: generator.bytes(count: 256),
            pendingResetDate: settings.passwordReset.map { Int32(clamping: $0) })
    }
}
