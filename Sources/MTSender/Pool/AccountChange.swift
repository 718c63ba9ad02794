// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTLTypes

/// Whose account the calls are made for, as far as the connections have to know.
struct AccountChange: Sendable {
    /// Counts the accounts.
    private(set) var number = 0
    /// Whether a call is under way that may change it.
    var isChanging = false

    /// Such a call is over.
    ///
    /// - Parameter isDone: Whether it succeeded.
    mutating func end(isDone: Bool) {
        isChanging = false
        if isDone { number += 1 }
    }

    /// Whether somebody may be signed in or out after a call.
    static func mayBeMade(by method: UInt32) -> Bool { methods.contains(method) }

    static let methods: [UInt32] = [
        TL.auth.SignIn.constructorID, TL.auth.SignUp.constructorID, TL.auth.CheckPassword.constructorID,
        TL.auth.RecoverPassword.constructorID, TL.auth.ImportBotAuthorization.constructorID,
        TL.auth.ImportAuthorization.constructorID, TL.auth.ImportWebTokenAuthorization.constructorID,
        TL.auth.ImportLoginToken.constructorID, TL.auth.ExportLoginToken.constructorID,
        TL.auth.FinishPasskeyLogin.constructorID, TL.auth.FinishFirebasePnvLogin.constructorID,
        TL.auth.FirebasePnvSignUp.constructorID, TL.auth.SendCode.constructorID, TL.auth.ResendCode.constructorID,
        TL.auth.ResetLoginEmail.constructorID, TL.auth.CheckPaidAuth.constructorID, TL.auth.LogOut.constructorID,
    ]
}
