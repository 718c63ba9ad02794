// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTLTypes
import XCTest

@testable import Ferogram

final class SignInMethodTests: XCTestCase {
    private static let raw = TL.auth.SentCode.SentCode(
        type: .sms(.init(length: 5)), phoneCodeHash: "hash", nextType: .call, timeout: 60)
    private static let sent = SentCode(phone: "+999", raw)
    private static let mailed = SentCode(
        phone: "+999",
        .init(type: .emailCode(.init(emailPattern: "a***@b.c", length: 6)), phoneCodeHash: "hash"))
    private static let signedIn = TL.auth.Authorization.authorization(
        .init(user: .user(.init(isSelf: true, id: 1, accessHash: 10, firstName: "Me"))))
    private static let noPassword = TL.account.Password(
        newAlgo: .unknown, newSecureAlgo: .unknown, secureRandom: [])

    static let cases = [
        MethodCase(
            "requestLoginCode", { _ = try await $0.requestLoginCode(for: "+999", replacesAccount: true) },
            sends: [TL.auth.SendCode(phoneNumber: "+999", apiID: 1, apiHash: "hash", settings: .init())],
            answers: [TL.auth.SentCode.sentCode(raw)]),
        MethodCase(
            "requestLoginCode, options",
            {
                var options = SendCodeOptions()
                options.allowsFlashCall = true
                options.allowsMissedCall = true
                options.allowsAppHash = true
                options.isCurrentNumber = true
                options.isUnknownNumber = true
                options.pushToken = "token"
                options.isAppSandbox = true
                _ = try await $0.requestLoginCode(for: "+999", options: options, replacesAccount: true)
            },
            sends: [
                TL.auth.SendCode(
                    phoneNumber: "+999", apiID: 1, apiHash: "hash",
                    settings: .init(
                        allowFlashcall: true, currentNumber: true, allowAppHash: true, allowMissedCall: true,
                        unknownNumber: true, token: "token", appSandbox: true))
            ], answers: [TL.auth.SentCode.sentCode(raw)]),
        MethodCase(
            "signIn, a code", { _ = try await $0.signIn(with: sent, code: " 12345 ") },
            sends: [TL.auth.SignIn(phoneNumber: "+999", phoneCodeHash: "hash", phoneCode: "12345")],
            answers: [signedIn]),
        MethodCase(
            "signIn, a code from an e-mail", { _ = try await $0.signIn(with: mailed, code: "123456") },
            sends: [
                TL.auth.SignIn(
                    phoneNumber: "+999", phoneCodeHash: "hash", emailVerification: .code(.init(code: "123456")))
            ], answers: [signedIn]),
        MethodCase(
            "signIn, with a password",
            { client in
                let outcome = try await client.signIn(with: sent, code: "12345")
                guard case .passwordRequired = outcome else { return XCTFail("\(outcome)") }
            },
            sends: [
                TL.auth.SignIn(phoneNumber: "+999", phoneCodeHash: "hash", phoneCode: "12345"),
                TL.account.GetPassword(),
            ], answers: [InvocationError.refused("SESSION_PASSWORD_NEEDED", code: 401), noPassword]),
        MethodCase(
            "signUp",
            { client in
                let terms = TermsOfService(raw: .init(id: .init(data: "{}"), text: "Be nice.", entities: []))
                _ = try await client.signUp(
                    with: sent, firstName: "Bo", lastName: "Li", accepting: terms, notifiesContacts: false)
            },
            sends: [
                TL.auth.SignUp(
                    noJoinedNotifications: true, phoneNumber: "+999", phoneCodeHash: "hash", firstName: "Bo",
                    lastName: "Li"),
                TL.help.AcceptTermsOfService(id: .init(data: "{}")),
            ], answers: [signedIn, true]),
        MethodCase(
            "resendCode", { _ = try await $0.resendCode(for: sent, reason: "r") },
            sends: [TL.auth.ResendCode(phoneNumber: "+999", phoneCodeHash: "hash", reason: "r")],
            answers: [TL.auth.SentCode.sentCode(raw)]),
        MethodCase(
            "cancelCode", { try await $0.cancelCode(for: sent) },
            sends: [TL.auth.CancelCode(phoneNumber: "+999", phoneCodeHash: "hash")], answers: [true]),
        MethodCase(
            "reportMissingCode", { try await $0.reportMissingCode(for: sent, networkCode: "01") },
            sends: [TL.auth.ReportMissingCode(phoneNumber: "+999", phoneCodeHash: "hash", mnc: "01")], answers: [true]),
        MethodCase(
            "sendLoginEmailCode", { _ = try await $0.sendLoginEmailCode(to: "a@b.c", for: sent) },
            sends: [
                TL.account.SendVerifyEmailCode(
                    purpose: .loginSetup(.init(phoneNumber: "+999", phoneCodeHash: "hash")), email: "a@b.c")
            ], answers: [TL.account.SentEmailCode(emailPattern: "a***@b.c", length: 6)]),
        MethodCase(
            "confirmLoginEmail", { _ = try await $0.confirmLoginEmail(code: "123456", for: sent) },
            sends: [
                TL.account.VerifyEmail(
                    purpose: .loginSetup(.init(phoneNumber: "+999", phoneCodeHash: "hash")),
                    verification: .code(.init(code: "123456")))
            ], answers: [TL.account.EmailVerified.login(.init(email: "a@b.c", sentCode: .sentCode(raw)))]),
        MethodCase(
            "resetLoginEmail", { _ = try await $0.resetLoginEmail(for: mailed) },
            sends: [TL.auth.ResetLoginEmail(phoneNumber: "+999", phoneCodeHash: "hash")],
            answers: [TL.auth.SentCode.sentCode(raw)]),
        MethodCase(
            "invalidateLoginCodes", { try await $0.invalidateLoginCodes(["12345"]) },
            sends: [TL.account.InvalidateSignInCodes(codes: ["12345"])], answers: [true]),
        MethodCase(
            "signOut", { try await $0.signOut() }, sends: [TL.auth.LogOut()], answers: [TL.auth.LoggedOut()]),
        MethodCase("userID", { _ = try await $0.userID() }, sends: [], answers: []),
        MethodCase(
            "requestPasswordRecovery", { _ = try await $0.requestPasswordRecovery() },
            sends: [TL.auth.RequestPasswordRecovery()], answers: [TL.auth.PasswordRecovery(emailPattern: "a***@b.c")]),
        MethodCase(
            "checkRecoveryCode", { try await $0.checkRecoveryCode("123456") },
            sends: [TL.auth.CheckRecoveryPassword(code: "123456")], answers: [true]),
        MethodCase(
            "recoverPassword", { _ = try await $0.recoverPassword(code: "123456") },
            sends: [TL.auth.RecoverPassword(code: "123456")], answers: [signedIn]),
        MethodCase(
            "signInByQRCode, at another data centre",
            { client in
                _ = try await client.signInByQRCode(replacesAccount: true, otherAccounts: [7]) { _ in }
            },
            sends: [
                TL.auth.ExportLoginToken(apiID: 1, apiHash: "hash", exceptIDs: [7]),
                TL.auth.ImportLoginToken(token: [9]),
            ],
            answers: [
                TL.auth.LoginToken.migrateTo(.init(dcID: 2, token: [9])),
                TL.auth.LoginToken.success(.init(authorization: signedIn)),
            ]),
        MethodCase(
            "acceptQRLogin", { _ = try await $0.acceptQRLogin("tg://login?token=AQID_w") },
            sends: [TL.auth.AcceptLoginToken(token: [1, 2, 3, 255])], answers: [SignInMethodTests.authorization]),
        MethodCase(
            "passwordState", { _ = try await $0.passwordState() }, sends: [TL.account.GetPassword()],
            answers: [noPassword]),
        MethodCase(
            "removePassword", { try await $0.removePassword("old") },
            sends: [
                TL.account.GetPassword(),
                TL.account.UpdatePasswordSettings(
                    password: .empty, newSettings: .init(newAlgo: .unknown, newPasswordHash: [], hint: "")),
            ], answers: [noPassword, true]),
        MethodCase(
            "setRecoveryEmail",
            { client in
                let change = try await client.setRecoveryEmail("a@b.c", password: "p")
                XCTAssertEqual(change, .emailUnconfirmed(codeLength: 6))
            },
            sends: [
                TL.account.GetPassword(),
                TL.account.UpdatePasswordSettings(password: .empty, newSettings: .init(email: "a@b.c")),
            ], answers: [noPassword, InvocationError.refused("EMAIL_UNCONFIRMED_6")]),
        MethodCase(
            "recoveryEmail", { _ = try await $0.recoveryEmail(password: "p") },
            sends: [TL.account.GetPassword(), TL.account.GetPasswordSettings(password: .empty)],
            answers: [noPassword, TL.account.PasswordSettings(email: "a@b.c")]),
        MethodCase(
            "confirmRecoveryEmail", { try await $0.confirmRecoveryEmail(code: "1") },
            sends: [TL.account.ConfirmPasswordEmail(code: "1")], answers: [true]),
        MethodCase(
            "resendRecoveryEmailCode", { try await $0.resendRecoveryEmailCode() },
            sends: [TL.account.ResendPasswordEmail()], answers: [true]),
        MethodCase(
            "cancelRecoveryEmail", { try await $0.cancelRecoveryEmail() }, sends: [TL.account.CancelPasswordEmail()],
            answers: [true]),
        MethodCase(
            "resetPassword", { _ = try await $0.resetPassword() }, sends: [TL.account.ResetPassword()],
            answers: [TL.account.ResetPasswordResult.requestedWait(.init(untilDate: 5))]),
        MethodCase(
            "cancelPasswordReset", { try await $0.cancelPasswordReset() }, sends: [TL.account.DeclinePasswordReset()],
            answers: [true]),
        MethodCase(
            "authorizations", { _ = try await $0.authorizations() }, sends: [TL.account.GetAuthorizations()],
            answers: [
                TL.account.Authorizations(authorizationTtlDays: 9, authorizations: [SignInMethodTests.authorization])
            ]),
        MethodCase(
            "authorizationLifetime",
            { client in
                let days = try await client.authorizationLifetime()
                XCTAssertEqual(days, 9)
            }, sends: [TL.account.GetAuthorizations()],
            answers: [TL.account.Authorizations(authorizationTtlDays: 9, authorizations: [])]),
        MethodCase(
            "endAuthorization", { try await $0.endAuthorization(5) }, sends: [TL.account.ResetAuthorization(hash: 5)],
            answers: [true]),
        MethodCase("endAuthorization, this one", { try await $0.endAuthorization(0) }, fails: { $0.isInvalidArgument }),
        MethodCase(
            "endOtherAuthorizations", { try await $0.endOtherAuthorizations() }, sends: [TL.auth.ResetAuthorizations()],
            answers: [true]),
        MethodCase(
            "confirmAuthorization", { try await $0.confirmAuthorization(5) },
            sends: [TL.account.ChangeAuthorizationSettings(confirmed: true, hash: 5)], answers: [true]),
        MethodCase(
            "setAuthorization", { try await $0.setAuthorization(5, acceptsSecretChats: false, acceptsCalls: true) },
            sends: [
                TL.account.ChangeAuthorizationSettings(
                    hash: 5, encryptedRequestsDisabled: true, callRequestsDisabled: false)
            ], answers: [true]),
        MethodCase(
            "setAuthorizationLifetime", { try await $0.setAuthorizationLifetime(days: 30) },
            sends: [TL.account.SetAuthorizationTTL(authorizationTtlDays: 30)], answers: [true]),
        MethodCase(
            "setAuthorizationLifetime, none", { try await $0.setAuthorizationLifetime(days: 0) },
            fails: { $0.isInvalidArgument }),
        MethodCase(
            "webAuthorizations", { _ = try await $0.webAuthorizations() }, sends: [TL.account.GetWebAuthorizations()],
            answers: [TL.account.WebAuthorizations(authorizations: [], users: [])]),
        MethodCase(
            "endWebAuthorization", { try await $0.endWebAuthorization(5) },
            sends: [TL.account.ResetWebAuthorization(hash: 5)], answers: [true]),
        MethodCase(
            "endAllWebAuthorizations", { try await $0.endAllWebAuthorizations() },
            sends: [TL.account.ResetWebAuthorizations()], answers: [true]),
        MethodCase(
            "requestPhoneChangeCode", { _ = try await $0.requestPhoneChangeCode(for: "+998") },
            sends: [TL.account.SendChangePhoneCode(phoneNumber: "+998", settings: .init())],
            answers: [TL.auth.SentCode.sentCode(raw)]),
        MethodCase(
            "changePhone", { _ = try await $0.changePhone(with: sent, code: "12345") },
            sends: [TL.account.ChangePhone(phoneNumber: "+999", phoneCodeHash: "hash", phoneCode: "12345")],
            answers: [Sample.users[0]]),
        MethodCase(
            "accountLifetime", { _ = try await $0.accountLifetime() }, sends: [TL.account.GetAccountTTL()],
            answers: [TL.AccountDaysTTL(days: 365)]),
        MethodCase(
            "setAccountLifetime", { try await $0.setAccountLifetime(days: 365) },
            sends: [TL.account.SetAccountTTL(ttl: .init(days: 365))], answers: [true]),
        MethodCase(
            "setAccountLifetime, too long", { try await $0.setAccountLifetime(days: 731) },
            fails: { $0.isInvalidArgument }),
        MethodCase(
            "deleteAccount", { try await $0.deleteAccount(reason: "done") },
            sends: [TL.account.DeleteAccount(reason: "done")], answers: [true]),
        MethodCase(
            "setOnline", { try await $0.setOnline(true) }, sends: [TL.account.UpdateStatus(offline: false)],
            answers: [true]),
        MethodCase(
            "countries", { _ = try await $0.countries(languageCode: "de") },
            sends: [TL.help.GetCountriesList(langCode: "de", hash: 0)],
            answers: [TL.help.CountriesList.countriesList(.init(countries: [], hash: 1))]),
        MethodCase(
            "timeZones", { _ = try await $0.timeZones() }, sends: [TL.help.GetTimezonesList(hash: 0)],
            answers: [TL.help.TimezonesList.timezonesList(.init(timezones: [], hash: 1))]),
        MethodCase(
            "nearestDataCenter", { _ = try await $0.nearestDataCenter() }, sends: [TL.help.GetNearestDc()],
            answers: [TL.NearestDc(country: "XX", thisDC: 1, nearestDC: 2)]),
        MethodCase(
            "appConfiguration", { _ = try await $0.appConfiguration() }, sends: [TL.help.GetAppConfig(hash: 0)],
            answers: [TL.help.AppConfig.appConfig(.init(hash: 1, config: .object(.init(value: []))))]),
    ]

    static let authorization = TL.Authorization(
        hash: 5, deviceModel: "d", platform: "p", systemVersion: "1", apiID: 1, appName: "a", appVersion: "2",
        dateCreated: 1, dateActive: 2, ip: "127.0.0.1", country: "XX", region: "")

    func testEachMethodSendsItsCalls() async throws {
        for row in Self.cases { try await row.check() }
    }

    func testTokensThatCannotBeOnesAreNotSent() async throws {
        for token in ["", "123456", ":abc", "abc:def", "123:", "123:a b", "0:abc", "123:ab\u{e9}"] {
            let invoker = RecordingInvoker([])
            let client = try TelegramClient.scripted(invoker)
            do throws(InvocationError) {
                try await client.signIn(botToken: token, replacesAccount: true)
                XCTFail("\(token) was taken")
            } catch {
                XCTAssertTrue(error.isInvalidArgument, "\(error)")
            }
            XCTAssertTrue(invoker.calls.isEmpty)
        }
    }

    func testErrorsAreNamedForThePerson() {
        let rows: [(String, String)] = [
            ("PHONE_CODE_INVALID", "the code is wrong"),
            ("PHONE_CODE_EXPIRED", "the code is not good any more; ask for another one"),
            ("PASSWORD_HASH_INVALID", "the password is wrong"),
            ("PHONE_NUMBER_BANNED", "Telegram has banned this phone number"),
            ("PHONE_NUMBER_FLOOD", "too many codes were asked for with this number; try again in a day"),
            ("API_ID_INVALID", "the API id or the API hash is wrong; my.telegram.org has them"),
        ]
        for (name, text) in rows { XCTAssertEqual(SignInError(.refused(name)).description, text) }
    }

    func testAnEarlierSessionsTokenGoesAlongAndIsUsedUp() async throws {
        let invoker = RecordingInvoker([
            .value(TL.auth.LoggedOut(futureAuthToken: [1, 2])),
            .value(TL.auth.SentCode.success(.init(authorization: Self.signedIn))),
            .value(TL.updates.State(pts: 1, qts: 0, date: 1, seq: 1, unreadCount: 0)),
        ])
        let client = try TelegramClient.scripted(invoker)
        try await client.signOut()
        guard case .alreadyAuthorized = try await client.requestLoginCode(for: "+999") else {
            return XCTFail("a code is wanted")
        }
        let call = invoker.calls.dropFirst().first?.function as? TL.auth.SendCode
        XCTAssertEqual(call?.settings.logoutTokens, [[1, 2]])
        XCTAssertEqual(client.sessionData.futureAuthTokens, [])
    }
}
