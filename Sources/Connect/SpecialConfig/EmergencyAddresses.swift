// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

package import FerogramCrypto
internal import FerogramTLTypes

/// Addresses of data centres that Telegram signs and spreads by other ways, for when none of the usual ones can be reached
/// (`help.configSimple`).
package struct EmergencyAddresses: Sendable {
    /// An address with the secret that its connections must use, if any.
    package struct Address: Hashable, Sendable {
        /// Where it is.
        package let endpoint: Endpoint
        /// The secret in its binary form.
        package let secret: [UInt8]?
    }

    /// Addresses of one data centre for some people.
    struct Rule: Sendable {
        let phoneRules: String
        let dataCenter: Int
        let addresses: [Address]
    }

    /// From when on they hold, in seconds since 1970.
    package let date: Int64
    /// Until when they hold, in seconds since 1970.
    package let expires: Int64
    let rules: [Rule]

    /// Opens the signed text; `nil` comes of one that was not made with the key or that holds something else.
    ///
    /// - Parameters:
    ///   - text: What was published.
    ///   - key: The key that signed it, Telegram's except in tests.
    package init?(text: [UInt8], key: RSAPublicKey = .telegramSpecialConfig) {
        guard let bytes = try? SpecialConfig.open(text, key: key),
            let config = try? TL.help.ConfigSimple(decoding: bytes)
        else { return nil }
        date = Int64(config.date)
        expires = Int64(config.expires)
        rules = config.rules.map { rule in
            Rule(
                phoneRules: String(decoding: rule.phonePrefixRules, as: UTF8.self), dataCenter: Int(rule.dcID),
                addresses: rule.ips.compactMap(Self.address))
        }
    }

    private static func address(_ address: TL.IpPort) -> Address? {
        switch address {
        case .ipPort(let plain): Self.address(plain.ipv4, plain.port, nil)
        case .secret(let secret): Self.address(secret.ipv4, secret.port, secret.secret)
        }
    }

    private static func address(_ ipv4: Int32, _ port: Int32, _ secret: [UInt8]?) -> Address? {
        guard let port = UInt16(exactly: port), port > 0 else { return nil }
        let bits = UInt32(bitPattern: ipv4)
        let host = [24, 16, 8, 0].map { String(bits >> $0 & 0xFF) }.joined(separator: ".")
        return Address(endpoint: Endpoint(host: host, port: port), secret: secret)
    }

    /// Whether they hold at a time.
    ///
    /// - Parameter unixTime: The time in seconds since 1970.
    /// - Returns: Whether they do.
    package func hold(at unixTime: Int64) -> Bool {
        date <= unixTime && unixTime < expires
    }

    /// The addresses of a data centre.
    ///
    /// - Parameters:
    ///   - dataCenter: The data centre.
    ///   - phone: The phone number of the account in digits, empty if it is not known.
    /// - Returns: The addresses for that number, in order.
    package func addresses(of dataCenter: Int, phone: String = "") -> [Address] {
        rules.filter { $0.dataCenter == dataCenter && Self.matches(phone, $0.phoneRules) }.flatMap(\.addresses)
    }

    /// Whether a number is among those that a rule such as `+7,-79` means: those that begin with 7, save those with 79.
    static func matches(_ phone: String, _ rules: String) -> Bool {
        guard !phone.isEmpty, !rules.isEmpty else { return true }
        var isIncluded = false
        for rule in rules.split(separator: ",", omittingEmptySubsequences: false) {
            if rule.isEmpty {
                isIncluded = true
            } else if rule.hasPrefix("+"), phone.hasPrefix(rule.dropFirst()) {
                isIncluded = true
            } else if rule.hasPrefix("-"), phone.hasPrefix(rule.dropFirst()) {
                return false
            }
        }
        return isIncluded
    }
}
