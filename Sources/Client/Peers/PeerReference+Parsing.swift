// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

extension PeerReference {
    /// Reads the name of a peer.
    ///
    /// In this order: an invitation (`t.me/+hash`, `t.me/joinchat/hash`, `tg://join?invite=hash`), a link (`t.me/name`, with
    /// whatever follows), a phone number that begins with `+`, a number as the Bot API writes it, `me` or `self`, a public
    /// name with or without `@`.
    ///
    /// - Parameter text: The name; blanks around it do not count.
    /// - Throws: ``InvocationError/invalidPeer(_:)``, which says what would be one.
    public init(parsing text: String) throws(InvocationError) {
        let text = text.trimmed
        if let reference = try Self.link(text) {
            self = reference
        } else if text.hasPrefix("+") {
            self = try Self.phoneNumber(text)
        } else if let number = Int64(text) {
            guard let id = PeerID(botAPI: number) else { throw Self.refusal(text) }
            self = .id(id)
        } else if ["me", "self"].contains(text.lowercased()) {
            self = .me
        } else {
            self = .username(try Self.publicName(text.hasPrefix("@") ? text.dropFirst() : text[...], in: text))
        }
    }

    private static let hosts = ["t.me", "telegram.me", "telegram.dog"]

    private static func link(_ text: String) throws(InvocationError) -> PeerReference? {
        let lower = text.lowercased()
        if lower.hasPrefix("tg://") {
            guard lower.hasPrefix("tg://join?invite=") || lower.hasPrefix("tg:join?invite=") else {
                throw refusal(text)
            }
            return .invite(try inviteHash(text.drop { $0 != "=" }.dropFirst(), in: text))
        }
        var rest = text[...]
        for scheme in ["https://", "http://"] where lower.hasPrefix(scheme) { rest = text.dropFirst(scheme.count) }
        if rest.lowercased().hasPrefix("www.") { rest = rest.dropFirst(4) }
        guard let slash = rest.firstIndex(of: "/") else {
            // Only a host in a web address is surely a mistake; without a scheme it may be a name, and fails as one.
            if rest.startIndex != text.startIndex { throw refusal(text) }
            return nil
        }
        guard hosts.contains(rest[..<slash].lowercased()) else { throw refusal(text) }
        let path = rest[slash...].dropFirst().prefix { $0 != "?" && $0 != "#" }
        let parts = path.split(separator: "/")
        guard let first = parts.first else { throw refusal(text) }
        if first.hasPrefix("+") { return .invite(try inviteHash(first.dropFirst(), in: text)) }
        if first.lowercased() == "joinchat" {
            guard parts.count > 1 else { throw refusal(text) }
            return .invite(try inviteHash(parts[1], in: text))
        }
        return .username(try publicName(first, in: text))
    }

    private static func phoneNumber(_ text: String) throws(InvocationError) -> PeerReference {
        var digits = ""
        for character in text.dropFirst() {
            if character.isASCII, character.isNumber {
                digits.append(character)
            } else if !" -.()".contains(character) {
                throw refusal(text)
            }
        }
        guard (5...15).contains(digits.count) else { throw refusal(text) }
        return .phone(digits)
    }

    /// A name of letters, digits and underscores, which does not begin with a digit.
    private static func publicName(_ name: Substring, in text: String) throws(InvocationError) -> String {
        let isPlain = name.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") }
        guard isPlain, (2...32).contains(name.count), name.first?.isNumber == false else { throw refusal(text) }
        return String(name)
    }

    private static func inviteHash(_ hash: Substring, in text: String) throws(InvocationError) -> String {
        let hash = hash.prefix { $0 != "&" && $0 != "#" }
        let isPlain = hash.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_" || $0 == "-") }
        guard isPlain, (1...64).contains(hash.count) else { throw refusal(text) }
        return String(hash)
    }

    private static func refusal(_ text: String) -> InvocationError {
        .invalidPeer(
            "\"\(text.prefix(64))\" names no peer; write @name, me, +15551234567, https://t.me/name, an invitation "
                + "https://t.me/+hash, or a number as the Bot API has it")
    }
}

extension String {
    /// The text without white space around it.
    var trimmed: String {
        guard let first = firstIndex(where: { !$0.isWhitespace }), let last = lastIndex(where: { !$0.isWhitespace })
        else {
            return ""
        }
        return String(self[first...last])
    }
}
