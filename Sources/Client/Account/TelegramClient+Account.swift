// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

public import FerogramMTSender
public import FerogramTLTypes

extension TelegramClient {
    /// Asks for a code that proves that a new phone number is the person's (`account.sendChangePhoneCode`).
    ///
    /// - Parameters:
    ///   - phone: The new number, with the country's code.
    ///   - options: How the code may be sent.
    /// - Returns: The code that was sent, for ``changePhone(with:code:)``; ``resendCode(for:reason:)`` and
    ///   ``cancelCode(for:)`` take it too.
    /// - Throws: ``SignInError``.
    public func requestPhoneChangeCode(
        for phone: String, options: SendCodeOptions = SendCodeOptions()
    ) async throws(SignInError) -> SentCode {
        try await core.signingIn { () throws(InvocationError) in
            let sent = try await core.invoke(
                TL.account.SendChangePhoneCode(phoneNumber: phone, settings: options.settings(futureAuthTokens: [])))
            return try await core.outcome(of: sent, phone: phone, method: "account.sendChangePhoneCode").codeAlone
        }
    }

    /// Moves the account to a new phone number (`account.changePhone`).
    ///
    /// - Parameters:
    ///   - sentCode: What ``requestPhoneChangeCode(for:options:)`` returned.
    ///   - code: The code; blanks around it do not count.
    /// - Returns: The account.
    /// - Throws: ``SignInError``.
    @discardableResult
    public func changePhone(with sentCode: SentCode, code: String) async throws(SignInError) -> User {
        try await core.signingIn { () throws(InvocationError) in
            let changed = try await core.invoke(
                TL.account.ChangePhone(
                    phoneNumber: sentCode.phone, phoneCodeHash: sentCode.hash, phoneCode: code.trimmed))
            return .success(try await core.own(changed, method: "account.changePhone"))
        }
    }

    /// After how many days without a sign of life the account is deleted (`account.getAccountTTL`).
    ///
    /// - Returns: The days.
    /// - Throws: ``InvocationError``.
    public func accountLifetime() async throws(InvocationError) -> Int {
        Int(try await core.invoke(TL.account.GetAccountTTL()).days)
    }

    /// Sets after how many days without a sign of life the account is deleted (`account.setAccountTTL`).
    ///
    /// - Parameter days: 30 to 730.
    /// - Throws: ``InvocationError``.
    public func setAccountLifetime(days: Int) async throws(InvocationError) {
        let days = try Self.checked(days, 30...730, "account.setAccountTTL")
        _ = try await core.invoke(TL.account.SetAccountTTL(ttl: .init(days: days)))
    }

    /// Deletes the account, with all that belongs to it (`account.deleteAccount`).
    ///
    /// It cannot be undone.
    ///
    /// It also works where the code was right and nobody knows the password: a new account can be made with the number then.
    ///
    /// - Parameters:
    ///   - reason: Why, for Telegram.
    ///   - password: The account's password; `nil` where there is none, or where nobody knows it.
    /// - Throws: ``SignInError``; `2FA_CONFIRM_WAIT_X` in it if it takes a week, because the password is not known.
    public func deleteAccount(reason: String, password: String? = nil) async throws(SignInError) {
        try await core.signingIn { () throws(InvocationError) in
            if let password {
                try await core.proving(password) { proof throws(InvocationError) in
                    _ = try await core.invoke(TL.account.DeleteAccount(reason: reason, password: proof))
                }
            } else {
                _ = try await core.invoke(TL.account.DeleteAccount(reason: reason))
            }
            return .success(())
        }
    }

    /// Sets whether the account counts as online (`account.updateStatus`).
    ///
    /// - Parameter isOnline: Whether it does; it lasts for some minutes, and is to be repeated while the person is there.
    /// - Throws: ``InvocationError``.
    public func setOnline(_ isOnline: Bool) async throws(InvocationError) {
        _ = try await core.invoke(TL.account.UpdateStatus(offline: !isOnline))
    }

    /// The countries with their codes and the forms of their phone numbers (`help.getCountriesList`).
    ///
    /// - Parameter languageCode: In which language the countries are named, `en`.
    /// - Returns: The countries.
    /// - Throws: ``InvocationError``.
    public func countries(languageCode: String = "en") async throws(InvocationError) -> [TL.help.Country] {
        let answer = try await core.invoke(TL.help.GetCountriesList(langCode: languageCode, hash: 0))
        guard case .countriesList(let list) = answer else {
            throw .invalidResponse(method: "help.getCountriesList", nil)
        }
        return list.countries
    }

    /// The time zones by name (`help.getTimezonesList`).
    ///
    /// - Returns: The time zones.
    /// - Throws: ``InvocationError``.
    public func timeZones() async throws(InvocationError) -> [TL.Timezone] {
        guard case .timezonesList(let list) = try await core.invoke(TL.help.GetTimezonesList(hash: 0)) else {
            throw .invalidResponse(method: "help.getTimezonesList", nil)
        }
        return list.timezones
    }

    /// Which data centre is the nearest, and in which country the server takes the program to be (`help.getNearestDc`).
    ///
    /// - Returns: The answer; `TL.NearestDc.nearestDC` is the number.
    /// - Throws: ``InvocationError``.
    public func nearestDataCenter() async throws(InvocationError) -> TL.NearestDc {
        try await core.invoke(TL.help.GetNearestDc())
    }

    /// What Telegram configures its apps with, as JSON (`help.getAppConfig`); ``limits`` has the numbers of it.
    ///
    /// - Returns: The values by their keys.
    /// - Throws: ``InvocationError``.
    public func appConfiguration() async throws(InvocationError) -> [String: TL.JSONValue] {
        let answer = try await core.invoke(TL.help.GetAppConfig(hash: 0))
        guard case .appConfig(let config) = answer, case .object(let object) = config.config else {
            throw .invalidResponse(method: "help.getAppConfig", nil)
        }
        core.limits.learn(answer)
        return Dictionary(object.value.map { ($0.key, $0.value) }) { $1 }
    }
}

extension Result<SendCodeOutcome, SignInError> {
    /// The code that was sent; nothing else can come of asking for it while somebody is signed in.
    fileprivate var codeAlone: Result<SentCode, SignInError> {
        flatMap { outcome in
            guard case .codeRequired(let code) = outcome else {
                return .failure(.unsupported("the server signed somebody in where a code was asked for"))
            }
            return .success(code)
        }
    }
}
