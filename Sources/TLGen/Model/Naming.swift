// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// How schema names become Swift names.
enum Naming {
    /// Words that Swift's API Design Guidelines write in one case.
    private static let acronyms: [String: String] = [
        "id": "ID", "ids": "IDs", "url": "URL", "urls": "URLs", "dc": "DC", "ip": "IP", "ips": "IPs", "api": "API",
        "html": "HTML", "json": "JSON", "md5": "MD5", "sha256": "SHA256", "ui": "UI", "utc": "UTC", "sms": "SMS",
        "pm": "PM",
    ]

    /// Words that cannot name a declaration without backticks.
    private static let keywords: Set<String> = [
        "as", "associatedtype", "break", "case", "catch", "class", "continue", "default", "defer", "deinit", "do",
        "else", "enum", "extension", "fallthrough", "false", "fileprivate", "for", "func", "guard", "if", "import",
        "in", "init", "inout", "internal", "is", "let", "nil", "operator", "precedencegroup", "private", "protocol",
        "public", "repeat", "rethrows", "return", "static", "struct", "subscript", "super", "switch", "throw",
        "throws", "true", "try", "typealias", "var", "where", "while",
    ]

    /// Remainders that mean something else in Swift when they stand behind a dot or name a nested type.
    private static let reservedRemainders: Set<String> = [
        "none", "some", "self", "type", "init", "default", "protocol", "string", "bool", "array", "error", "double",
    ]

    /// Types that would have the name of a function.
    private static let renamedTypes: [String: String] = ["RpcDropAnswer": "RpcDropAnswerResult"]

    /// The name of a boxed type: `server_DH_Params` → `ServerDHParams`.
    static func boxedType(_ name: String) -> String {
        renamedTypes[name] ?? type(name)
    }

    /// `user_id` → `userID`, `self` → `isSelf`, `srp_B` → `srpB`.
    static func field(_ name: String) -> String {
        if name == "self" { return "isSelf" }
        let words = name.split(separator: "_").map(String.init)
        var text = words.first.map(lowercasedFirst) ?? name
        for word in words.dropFirst() {
            text += acronyms[word] ?? capitalizedFirst(word)
        }
        return text
    }

    /// The name as it stands in a declaration or an expression.
    static func escaped(_ name: String) -> String {
        keywords.contains(name) ? "`\(name)`" : name
    }

    /// `server_DH_params_ok` → `ServerDHParamsOk`, `inputPeerUser` → `InputPeerUser`.
    static func type(_ name: String) -> String {
        name.split(separator: "_").map { capitalizedFirst(String($0)) }.joined()
    }

    /// `InputPeerUser` → `inputPeerUser`, `PQInnerData` → `pqInnerData`, `PM` → `pm`, `URL` → `url`.
    static func lowercasedFirst(_ name: String) -> String {
        let capitals = name.prefix { $0.isUppercase }
        if capitals.isEmpty { return name }
        let rest = name[capitals.endIndex...]
        if capitals.count == 1 || rest.isEmpty || !(rest.first?.isLowercase ?? false) {
            return capitals.lowercased() + rest
        }
        return capitals.dropLast().lowercased() + name[name.index(before: capitals.endIndex)...]
    }

    /// The last capitalised word: `Peer` of `InputPeer`, `ID` of `MessageID`.
    private static func lastWord(of name: String) -> String {
        guard var start = name.lastIndex(where: \.isUppercase) else { return name }
        if name[start...].dropFirst().isEmpty {
            while start > name.startIndex, name[name.index(before: start)].isUppercase {
                start = name.index(before: start)
            }
        }
        return String(name[start...])
    }

    static func capitalizedFirst(_ name: String) -> String {
        name.prefix(1).uppercased() + name.dropFirst()
    }

    /// What is left of a constructor's name without the name of its type, as a type name.
    ///
    /// `inputPeerUser` of `InputPeer` gives `User`. The longer name is kept where nothing is left, where the type's
    /// name is no prefix, and where the rest would collide with Swift: `inputPeerSelf` gives `PeerSelf`,
    /// `chatReactionsNone` gives `ChatReactionsNone`, `inputBotInlineMessageID64` gives `ID64`.
    static func payload(constructor: String, of typeName: String) -> String {
        let full = type(constructor)
        let prefix = type(typeName)
        guard full.hasPrefix(prefix), full.count > prefix.count else { return full }
        let rest = full.dropFirst(prefix.count)
        guard let first = rest.first, !first.isLowercase else { return full }
        if rest == "Self" || rest.allSatisfy(\.isNumber) {
            return lastWord(of: prefix) + rest
        }
        if !first.isLetter || reservedRemainders.contains(rest.lowercased()) { return full }
        return String(rest)
    }
}
