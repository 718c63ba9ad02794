// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// What `tg:` links mean inside markup.
enum TelegramURL {
    /// The user whom `tg://user?id=1` names.
    ///
    /// - Parameter url: What the markup says.
    /// - Returns: A valid user id, or `nil` if the link is not of this form.
    static func userID(_ url: String) -> Int64? {
        guard url.utf8.count <= 4096 else { return nil }
        guard let query = query(of: url, host: "user"), let id = query["id"], let userID = Int64(canonical: id),
            isValidUserID(userID)
        else { return nil }
        return userID
    }

    /// The document that `tg://emoji?id=1` names.
    ///
    /// - Parameter url: What the markup says.
    /// - Returns: The document's id, or `nil` if the link is not of this form.
    static func customEmojiID(_ url: String) -> Int64? {
        guard let id = query(of: url, host: "emoji")?["id"], let documentID = Int64(canonical: id), documentID != 0
        else { return nil }
        return documentID
    }

    /// The moment that `tg://time?unix=1&format=wDT` names.
    ///
    /// - Parameter url: What the markup says.
    /// - Returns: The moment, or `nil` if the link is not of this form.
    static func date(_ url: String) -> FormattedDate? {
        guard let query = query(of: url, host: "time"),
            let time = Int64(canonical: query["unix"] ?? "").flatMap(Int32.init(exactly:)),
            let format = FormattedDate.Format(letters: query["format"] ?? "")
        else { return nil }
        return FormattedDate(unixTime: time, format: format)
    }

    /// User ids take up to 40 bits.
    static func isValidUserID(_ id: Int64) -> Bool {
        id > 0 && id < 1 << 40
    }

    /// The parameters of `tg://host?…`, or `nil` if the link has another scheme or host.
    ///
    /// Of parameters with the same name the first counts. Scheme and host may have either case.
    private static func query(of url: String, host: StaticString) -> [String: String]? {
        let text = ByteText(url)
        guard text.hasIgnoringCase("tg:", at: 0) else { return nil }
        var index = text.has("//", at: 3) ? 5 : 3
        guard text.hasIgnoringCase(host, at: index) else { return nil }
        index += host.utf8CodeUnitCount
        guard index == text.count || ASCIISet(stringLiteral: "/?#").contains(text[index]) else { return nil }
        if text[index] == UInt8(ascii: "/") { index += 1 }
        guard text[index] == UInt8(ascii: "?") else { return [:] }
        let end = text.firstIndex(of: UInt8(ascii: "#"), from: index) ?? text.count
        var parameters: [String: String] = [:]
        for parameter in text[index + 1..<end].split(separator: UInt8(ascii: "&")) {
            guard let equals = parameter.firstIndex(of: UInt8(ascii: "=")) else { continue }
            let name = parameter[..<equals].asciiLowercasedString
            if parameters[name] == nil {
                parameters[name] = String(decoding: parameter[(equals + 1)...], as: UTF8.self)
            }
        }
        return parameters
    }
}
