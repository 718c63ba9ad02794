// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// The path and the parameters of a link to Telegram.
struct LinkAddress {
    /// Whether it is a `tg:` link, whose path is what comes first.
    var isApp = false
    /// The parts of the path, percent-decoded.
    var path: [String] = []
    var parameters: [TelegramLink.Parameter] = []

    private static let hosts: Set<String> = ["t.me", "telegram.me", "telegram.dog"]
    /// Names that stand before `.t.me` and are no names of peers.
    static let reserved: Set<String> = [
        "addemoji", "addlist", "addstickers", "addstyle", "addtheme", "auction", "auth", "bg", "boost", "c", "call",
        "confirmphone", "contact", "giftcode", "invoice", "iv", "joinchat", "login", "m", "msg", "newbot", "nft",
        "oauth",
        "proxy", "s",
        "setlanguage", "share", "socks", "web", "www", "a", "k", "z",
    ]
    /// More than any link needs.
    private static let longest = 8192

    /// Cuts a link.
    ///
    /// - Parameter text: The link, perhaps with white space around it.
    init?(_ text: String) {
        let trimmed = text.unicodeScalars.drop { $0.properties.isWhitespace }
        var link = Substring(trimmed)
        while let last = link.unicodeScalars.last, last.properties.isWhitespace { link.unicodeScalars.removeLast() }
        guard link.utf8.count <= Self.longest else { return nil }
        link = link.prefix { $0 != "#" }
        let parts = link.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        guard var address = parts.first else { return nil }
        if address.prefix(3).lowercased() == "tg:" {
            isApp = true
            address = address.dropFirst(3)
            if address.hasPrefix("//") { address = address.dropFirst(2) }
        } else {
            guard let rest = Self.pathOnWeb(address) else { return nil }
            address = rest
        }
        for part in address.split(separator: "/", omittingEmptySubsequences: false) {
            guard let decoded = Self.decoded(part) else { return nil }
            path.append(decoded)
        }
        while path.last == "" { path.removeLast() }
        guard let first = path.first, !first.isEmpty else { return nil }
        if isApp {
            guard
                first.utf8.allSatisfy({ $0.isASCIIAlphanumeric || $0 == UInt8(ascii: "_") || $0 == UInt8(ascii: "-") })
            else { return nil }
            path[0] = first.lowercased()
        } else {
            // The preview of a chat on the web.
            while path.count > 1, path[0] == "s" { path.removeFirst() }
        }
        for part in (parts.count > 1 ? parts[1] : "").split(separator: "&") {
            let pair = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard let name = Self.decoded(pair[0]) else { return nil }
            var value: String?
            if pair.count > 1 {
                // A plus sign is a space, except where a secret stands.
                let raw = ["secret", "pass", "user", "server"].contains(name) ? String(pair[1]) : Self.spaced(pair[1])
                guard let decoded = Self.decoded(raw[...]) else { return nil }
                value = decoded
            }
            parameters.append(TelegramLink.Parameter(name, value))
        }
    }

    /// The path of a web link, with a name that stood before the host at its beginning.
    private static func pathOnWeb(_ address: Substring) -> Substring? {
        var rest = address
        for scheme in ["https://", "http://"] where rest.lowercased().hasPrefix(scheme) {
            rest = rest.dropFirst(scheme.count)
            break
        }
        let slash = rest.firstIndex(of: "/") ?? rest.endIndex
        var host = rest[..<slash].lowercased()
        for port in [":80", ":443"] where host.hasSuffix(port) { host.removeLast(port.count) }
        if host.hasPrefix("www.") { host.removeFirst(4) }
        let path = rest[slash...].dropFirst()
        if hosts.contains(host) { return path }
        guard host.hasSuffix(".t.me") else { return nil }
        let name = rest.prefix(host.utf8.count - 5)
        guard name.lowercased() + ".t.me" == host, name.count > 1, TelegramLink.isUsername(String(name)),
            !reserved.contains(name.lowercased())
        else { return nil }
        return path.isEmpty ? name : Substring(name + "/" + path)
    }

    private static func spaced(_ text: Substring) -> String {
        String(text.map { $0 == "+" ? " " : $0 })
    }

    /// The first value of a parameter; an empty string if it has none, `nil` if there is no such parameter.
    subscript(name: String) -> String? {
        parameters.first { $0.name == name }.map { $0.value ?? "" }
    }

    /// The value of a parameter that says something.
    func value(_ name: String) -> String? {
        self[name].flatMap { $0.isEmpty ? nil : $0 }
    }

    /// Resolves percent signs; `nil` if what comes out is no text.
    static func decoded(_ text: Substring) -> String? {
        guard text.utf8.contains(UInt8(ascii: "%")) else { return String(text) }
        var bytes: [UInt8] = []
        let source = ByteText(String(text))
        var index = 0
        while index < source.count {
            if source[index] == UInt8(ascii: "%"), let value = UInt8(source.string(index + 1..<index + 3), radix: 16),
                ASCIISet.hexDigits.contains(source[index + 1])
            {
                bytes.append(value)
                index += 3
            } else {
                bytes.append(source[index])
                index += 1
            }
        }
        return String(validating: bytes, as: UTF8.self)
    }

    /// Writes what may stand in a path or a value: everything but letters, digits and `-._~` with percent signs.
    static func encoded(_ text: String) -> String {
        let digits = Array("0123456789ABCDEF".utf8)
        var bytes: [UInt8] = []
        for byte in text.utf8 {
            if byte.isASCIIAlphanumeric || ASCIISet(stringLiteral: "-._~").contains(byte) {
                bytes.append(byte)
            } else {
                bytes += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
