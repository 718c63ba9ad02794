// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramCrypto
public import Foundation

/// What a mini app tells its server: who uses it, signed by Telegram.
///
///     let data = try WebAppInitData(verifying: request.body, botToken: token)
///     print(data.userID)
///
/// See core.telegram.org/bots/webapps.
public struct WebAppInitData: Sendable {
    /// Why data are not to be trusted.
    public enum Failure: Error, Hashable, Sendable {
        /// They are not what a mini app sends.
        case malformed
        /// Nobody signed them.
        case unsigned
        /// Somebody else signed them, or they were changed.
        case wrongSignature
        /// They are older than allowed.
        case expired
    }

    /// Which servers of Telegram signed.
    public enum Environment: Hashable, Sendable {
        /// Those that everybody uses.
        case production
        /// Those for tests.
        case test
    }

    /// The fields by name, as the mini app sent them.
    public let fields: [String: String]
    /// When the mini app was opened.
    public let authDate: Date

    /// Verifies data with the bot's token.
    ///
    /// - Parameters:
    ///   - query: What the mini app has as `Telegram.WebApp.initData`.
    ///   - botToken: The bot's token.
    ///   - lifetime: How old the data may be.
    ///   - now: The time of now.
    /// - Throws: ``Failure``.
    public init(
        verifying query: String, botToken: String, lifetime: Duration = .seconds(86_400), now: Date = Date()
    ) throws(Failure) {
        let fields = try Self.fields(of: query)
        guard let hash = fields["hash"] else { throw .unsigned }
        guard let expected = [UInt8](hexadecimal: hash), expected.count == 32 else { throw .malformed }
        let secret = HMACSHA256.authenticationCode(for: Array(botToken.utf8), key: Array("WebAppData".utf8))
        let text = Self.checkString(fields, without: ["hash"])
        let code = HMACSHA256.authenticationCode(for: Array(text.utf8), key: secret)
        guard ConstantTime.areEqual(code, expected) else { throw .wrongSignature }
        try self.init(fields, lifetime, now)
    }

    /// Verifies data without the bot's token, by the signature of Telegram (Ed25519).
    ///
    /// - Parameters:
    ///   - query: What the mini app has as `Telegram.WebApp.initData`.
    ///   - botID: The bot's number.
    ///   - environment: Which servers of Telegram signed.
    ///   - lifetime: How old the data may be.
    ///   - now: The time of now.
    /// - Throws: ``Failure``.
    public init(
        verifying query: String, botID: Int64, environment: Environment = .production,
        lifetime: Duration = .seconds(86_400), now: Date = Date()
    ) throws(Failure) {
        try self.init(query, botID, key: environment.publicKey, lifetime, now)
    }

    init(_ query: String, _ botID: Int64, key: [UInt8], _ lifetime: Duration, _ now: Date) throws(Failure) {
        let fields = try Self.fields(of: query)
        guard let text = fields["signature"] else { throw .unsigned }
        guard let signature = Data(base64URL: text).map({ Array($0) }), signature.count == Ed25519.signatureByteCount
        else {
            throw .malformed
        }
        let signed = "\(botID):WebAppData\n" + Self.checkString(fields, without: ["hash", "signature"])
        guard Ed25519.isValid(signature, of: Array(signed.utf8), by: key) else { throw .wrongSignature }
        try self.init(fields, lifetime, now)
    }

    private init(_ fields: [String: String], _ lifetime: Duration, _ now: Date) throws(Failure) {
        guard let text = fields["auth_date"], let seconds = Int64(text), seconds >= 0 else { throw .malformed }
        self.fields = fields
        authDate = Date(timeIntervalSince1970: TimeInterval(seconds))
        guard now.timeIntervalSince(authDate) <= TimeInterval(lifetime.components.seconds) else { throw .expired }
    }

    /// Who uses the mini app, as JSON.
    public var user: String? { fields["user"] }
    /// Who uses the mini app.
    public var userID: Int64? {
        struct Identified: Decodable {
            let id: Int64
        }
        guard let user else { return nil }
        return try? JSONDecoder().decode(Identified.self, from: Data(user.utf8)).id
    }
    /// What a message in the person's name can be sent by; see ``TelegramClient/answerWebAppQuery(_:with:)``.
    public var queryID: String? { fields["query_id"] }
    /// What the link had that opened the mini app.
    public var startParameter: String? { fields["start_param"] }

    private static func checkString(_ fields: [String: String], without names: Set<String>) -> String {
        fields.filter { !names.contains($0.key) }.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
            .map { "\($0.key)=\($0.value)" }.joined(separator: "\n")
    }

    private static func fields(of query: String) throws(Failure) -> [String: String] {
        var fields: [String: String] = [:]
        for part in query.split(separator: "&", omittingEmptySubsequences: true) {
            guard let separator = part.firstIndex(of: "=") else { throw .malformed }
            let value = part[part.index(after: separator)...].replacing("+", with: " ")
            guard let name = String(part[..<separator]).removingPercentEncoding,
                let value = String(value).removingPercentEncoding, fields.updateValue(value, forKey: name) == nil
            else { throw .malformed }
        }
        return fields
    }
}

extension WebAppInitData: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// When the mini app was opened; the fields let anybody act as the person.
    public var description: String { "WebAppInitData(authDate: \(authDate))" }
    /// When the mini app was opened; the fields let anybody act as the person.
    public var debugDescription: String { description }
    /// A mirror without the fields.
    public var customMirror: Mirror { Mirror(self, children: ["authDate": authDate]) }
}

extension WebAppInitData.Environment {
    /// The key with which Telegram signs.
    fileprivate var publicKey: [UInt8] {
        let text =
            switch self {
            case .production: "e7bf03a2fa4602af4580703d88dda5bb59f32ed8b02a56c187fe7d34caed242d"
            case .test: "40055058a4ee38156a06562e52eece92a771bcd8346a8c4615cb7376eddf72ec"
            }
        return [UInt8](hexadecimal: text) ?? []
    }
}

extension [UInt8] {
    fileprivate init?(hexadecimal text: String) {
        let digits = text.utf8.map { Character(UnicodeScalar($0)).hexDigitValue }
        guard digits.count.isMultiple(of: 2), !digits.contains(nil) else { return nil }
        self = stride(from: 0, to: digits.count, by: 2).compactMap { index in
            guard let high = digits[index], let low = digits[index + 1] else { return nil }
            return UInt8(truncatingIfNeeded: high << 4 | low)
        }
    }
}
