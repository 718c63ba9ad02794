// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

internal import FerogramCrypto

/// The secret of an MTProto proxy, or of an address that Telegram gives with one.
///
/// It is 16 bytes of key, and says how the connection must look.
public struct ProxySecret: Sendable {
    /// How a connection under the secret must look.
    public enum Kind: Hashable, Sendable, CaseIterable {
        /// Obfuscated, with any framing inside.
        case plain
        /// Obfuscated, with the padded intermediate framing inside.
        case padded
        /// Dressed as TLS to ``ProxySecret/domain``.
        case fakeTLS
    }

    /// The longest domain, in bytes.
    public static let maximumDomainLength = 182
    /// How long the key is, in bytes.
    public static let keyLength = 16

    /// How a connection must look.
    public let kind: Kind
    /// The site that the connection pretends to visit, `nil` unless it pretends.
    public let domain: String?
    let key: SecureBytes

    /// Reads a secret in any of its written forms.
    ///
    /// These are hexadecimal digits of either case, base64 for links with or without padding, and plain base64, tried in
    /// this order.
    ///
    /// - Parameter text: The secret as people pass it on.
    /// - Throws: ``ProxyError``.
    public init(_ text: String) throws(ProxyError) {
        // The longest secret in its longest form; more is not worth a look.
        guard text.utf8.count <= 2 * Self.maximumLength else { throw ProxyError(.secretLength) }
        guard
            let bytes = TextEncodings.hexadecimal(text) ?? TextEncodings.base64(text, alphabet: .url)
                ?? TextEncodings.base64(text, alphabet: .standard)
        else { throw ProxyError(.secretEncoding) }
        try self.init(bytes: bytes)
    }

    /// Reads a secret in its binary form, as `dcOption` has it.
    ///
    /// - Parameter bytes: 16 bytes of key, alone, after `dd`, or after `ee` and before a domain.
    /// - Throws: ``ProxyError``.
    public init(bytes: [UInt8]) throws(ProxyError) {
        guard (Self.keyLength...Self.maximumLength).contains(bytes.count) else { throw ProxyError(.secretLength) }
        if bytes.count == Self.keyLength {
            self.init(kind: .plain, key: bytes[...], domain: nil)
            return
        }
        let key = bytes[1...Self.keyLength]
        let domain = bytes.dropFirst(1 + Self.keyLength)
        switch (bytes[0], domain.isEmpty) {
        case (Self.paddedMark, true):
            self.init(kind: .padded, key: key, domain: nil)
        case (Self.fakeTLSMark, false):
            guard domain.allSatisfy({ (0x21...0x7E).contains($0) }) else { throw ProxyError(.secretDomain) }
            self.init(kind: .fakeTLS, key: key, domain: String(decoding: domain, as: UTF8.self))
        default:
            throw ProxyError(.secretKind)
        }
    }

    private init(kind: Kind, key: ArraySlice<UInt8>, domain: String?) {
        self.kind = kind
        self.key = SecureBytes(copying: key)
        self.domain = domain
    }

    private static let maximumLength = 1 + keyLength + maximumDomainLength
    private static let paddedMark: UInt8 = 0xDD
    private static let fakeTLSMark: UInt8 = 0xEE

    /// The secret in the form to pass on: base64 for links if it has a domain, otherwise hexadecimal digits.
    public var text: String {
        let key = key.withUnsafeBytes { Array($0) }
        return switch kind {
        case .plain: TextEncodings.hexadecimal(key)
        case .padded: TextEncodings.hexadecimal([Self.paddedMark] + key)
        case .fakeTLS: TextEncodings.base64URL([Self.fakeTLSMark] + key + Array((domain ?? "").utf8))
        }
    }
}

extension ProxySecret: Equatable {
    /// Compares the keys in constant time.
    public static func == (left: ProxySecret, right: ProxySecret) -> Bool {
        left.kind == right.kind && left.domain == right.domain && left.key == right.key
    }
}

extension ProxySecret: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The kind and the domain, without the key.
    public var description: String {
        switch kind {
        case .plain: "plain secret"
        case .padded: "padded secret"
        case .fakeTLS: "FakeTLS secret for \(domain ?? "")"
        }
    }

    /// The same as the description.
    public var debugDescription: String { description }

    /// A mirror without what the description leaves out.
    public var customMirror: Mirror { Mirror(self, children: ["kind": kind]) }
}
