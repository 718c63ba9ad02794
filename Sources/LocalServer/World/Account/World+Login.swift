// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTLTypes

extension World {
    /// The data centre that serves a phone number: of an account its own, of Telegram's test numbers, `99966XYYYY`, the
    /// one that `X` names, and for others the one that is asked.
    func dataCenter(forPhone phone: String, asked: Int) -> Int {
        if let account = account(phone: phone) { return account.dataCenter }
        let digits = Self.digits(of: phone)
        guard digits.count == 10, digits.hasPrefix("99966"), let named = digits.dropFirst(5).first?.wholeNumberValue,
            (1...dataCenters).contains(named)
        else { return asked }
        return named
    }

    /// The code for logging in on a data centre: its number five times, as on Telegram's test servers.
    static func loginCode(dataCenter: Int) -> String {
        String(repeating: String(dataCenter), count: 5)
    }

    /// Sends a code.
    ///
    /// - Returns: What the client names when it brings the code.
    mutating func sendCode(to phone: String, dataCenter: Int) throws(RPCFailure) -> String {
        let digits = Self.digits(of: phone)
        guard (5...16).contains(digits.count) else { throw .bad(.phoneNumberInvalid) }
        let hash = randomness.text(count: 18)
        codes.add(
            .init(
                phone: digits, code: Self.loginCode(dataCenter: dataCenter),
                expires: now + PendingCodes.lifetime),
            hash: hash, limit: limits.pendingCodes)
        return hash
    }

    /// Checks a code.
    ///
    /// - Returns: The account, or `nil` if the number has none yet.
    mutating func signIn(phone: String, hash: String, code: String?) throws(RPCFailure) -> Account? {
        let entry = try pendingCode(hash, phone)
        guard let code, !code.isEmpty else { throw .bad(.phoneCodeEmpty) }
        guard entry.failures < PendingCodes.maximumFailures else { throw .bad(.phoneCodeExpired) }
        guard code == entry.code else {
            codes.fail(hash)
            throw .bad(.phoneCodeInvalid)
        }
        guard let account = account(phone: phone) else {
            codes.confirm(hash)
            return nil
        }
        codes.remove(hash)
        return account
    }

    /// Makes an account for a number whose code was right.
    mutating func signUp(
        phone: String, hash: String, firstName: String, lastName: String, dataCenter: Int
    ) throws(RPCFailure) -> Account {
        let entry = try pendingCode(hash, phone)
        guard entry.isConfirmed else { throw .bad(.phoneCodeInvalid) }
        try Self.check(firstName: firstName, lastName: lastName)
        let account = try addPerson(
            phone: entry.phone, firstName: firstName, lastName: lastName.isEmpty ? nil : lastName,
            dataCenter: dataCenter)
        codes.remove(hash)
        return account
    }

    private func pendingCode(_ hash: String, _ phone: String) throws(RPCFailure) -> PendingCodes.Entry {
        guard !hash.isEmpty else { throw .bad(.phoneCodeHashEmpty) }
        guard let entry = codes[hash], entry.phone == Self.digits(of: phone), entry.expires > now else {
            throw .bad(.phoneCodeExpired)
        }
        return entry
    }
}
