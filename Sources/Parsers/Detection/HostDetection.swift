// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// Finds links and e-mail addresses around the dots of a text.
extension EntityDetector {
    /// Finds links with a host, and e-mail addresses.
    ///
    /// - Returns: What was found, in order; nothing overlaps.
    func links() -> [Found] {
        var found: [Found] = []
        var begin = 0
        var budget = ScanBudget(markupSize: text.count)
        while let dot = text.firstIndex(of: UInt8(ascii: "."), from: begin), dot + 1 < text.count {
            guard text[dot + 1] != UInt8(ascii: " ") else {
                begin = dot + 2
                continue
            }
            let host = host(around: dot, from: begin)
            var end = end(ofLinkWithHost: host, dot: dot)
            guard budget.allows(end - dot) else { return found }
            if let start = start(ofLinkWithHost: host.lowerBound, from: begin) {
                if end > dot + 1, let link = checked(start..<end) { found.append(link) }
                while text[end] == UInt8(ascii: ".") { end += 1 }
            } else {
                while end > dot + 1, text[end - 1] != UInt8(ascii: ".") { end -= 1 }
            }
            begin = max(end, dot + 1)
        }
        return found
    }

    /// What may be the host around a dot, with a user's name in front of it if there is an at sign behind the dot.
    private func host(around dot: Int, from begin: Int) -> Range<Int> {
        var end = dot
        var at: Int?
        while let scalar = text.scalar(at: end), scalar == "@" || scalar.isHostCharacter {
            if scalar == "@" { at = end }
            end += UTF8.width(scalar)
        }
        var start = dot
        while start > begin, let scalar = text.scalar(before: start) {
            guard at == nil ? scalar.isHostCharacter : scalar.isUserCharacter else { break }
            start -= UTF8.width(scalar)
        }
        return start..<end
    }

    /// The end of a link: a port and a path may follow its host.
    private func end(ofLinkWithHost host: Range<Int>, dot: Int) -> Int {
        var end = host.upperBound
        if text[end] == UInt8(ascii: ":") {
            let portEnd = text.firstIndex(from: end + 1, notIn: .digits)
            let digits = text[end + 1..<portEnd].drop { $0 == UInt8(ascii: "0") }
            if (1...5).contains(digits.count), (Int(String(decoding: digits, as: UTF8.self)) ?? 0) <= 65535 {
                end = portEnd
            }
        }
        if ASCIISet(stringLiteral: "/?#").contains(text[end]) {
            let pathEnd = endOfPath(from: end + 1)
            if text[end] == UInt8(ascii: "/") || pathEnd > end + 1 { end = pathEnd }
        }
        while end > dot + 1, text[end - 1] == UInt8(ascii: ".") { end -= 1 }
        return end
    }

    /// The end of a path, without the punctuation of the sentence around it.
    func endOfPath(from start: Int) -> Int {
        var end = start
        while let scalar = text.scalar(at: end), scalar.isPathCharacter { end += UTF8.width(scalar) }
        return endWithoutPunctuation(start..<end)
    }

    private func endWithoutPunctuation(_ range: Range<Int>) -> Int {
        var end = range.upperBound
        while end > range.lowerBound, ASCIISet(stringLiteral: ".:;,('?!`").contains(text[end - 1]) { end -= 1 }
        return end
    }

    /// Where a link begins: at its scheme, at the user's name or at the host; `nil` if what stands before forbids it.
    private func start(ofLinkWithHost host: Int, from begin: Int) -> Int? {
        var start = host
        if start > begin, text[start - 1] == UInt8(ascii: "@") {
            start -= 1
            while start > begin, let scalar = text.scalar(before: start), scalar.isUserCharacter {
                start -= UTF8.width(scalar)
            }
            if start == host - 1 { return nil }
        }
        guard start > begin else { return start }
        if start - begin >= 6, text.has("://", at: start - 3) {
            var scheme = start - 3
            while scheme > begin, let scalar = text.scalar(before: scheme), scalar.isSchemeCharacter {
                scheme -= UTF8.width(scalar)
            }
            let name = text[scheme..<start - 3].asciiLowercasedString
            guard !["shttp", "sftp", "tftp"].contains(name) else { return nil }
            guard let known = ["http", "https", "ftp", "tonsite"].first(where: name.hasSuffix) else { return nil }
            return start - 3 - known.utf8.count
        }
        guard let before = text.scalar(before: start), !before.isWordCharacter, !"/#@".unicodeScalars.contains(before)
        else { return nil }
        return start
    }

    /// Makes sure that a candidate is an address or a link, and cuts off brackets that were never opened.
    private func checked(_ range: Range<Int>) -> Found? {
        if isEmail(range) { return (.email, range) }
        if text.has("mailto:", at: range.lowerBound), isEmail(range.lowerBound + 7..<range.upperBound) {
            return (.email, range.lowerBound + 7..<range.upperBound)
        }
        let schemes: [StaticString] = ["http://", "https://", "ftp://", "tonsite://"]
        let scheme = schemes.first { text.hasIgnoringCase($0, at: range.lowerBound) }
        var hostStart = range.lowerBound + (scheme?.utf8CodeUnitCount ?? 0)
        let pathStart = text.firstIndex(from: hostStart, upTo: range.upperBound, in: "/?#")
        if let at = text[hostStart..<pathStart].firstIndex(of: UInt8(ascii: "@")) { hostStart = at + 1 }
        let hostEnd = text[hostStart..<pathStart].lastIndex(of: UInt8(ascii: ":")) ?? pathStart
        guard isHost(hostStart..<hostEnd, hasScheme: scheme != nil) else { return nil }
        return (.url, range.lowerBound..<endWithBalancedBrackets(pathStart..<range.upperBound))
    }

    private func endWithBalancedBrackets(_ path: Range<Int>) -> Int {
        var depths = (round: 0, square: 0, curly: 0)
        var end = path.lowerBound
        while end < path.upperBound {
            switch text[end] {
            case UInt8(ascii: "("): depths.round += 1
            case UInt8(ascii: ")"): depths.round -= 1
            case UInt8(ascii: "["): depths.square += 1
            case UInt8(ascii: "]"): depths.square -= 1
            case UInt8(ascii: "{"): depths.curly += 1
            case UInt8(ascii: "}"): depths.curly -= 1
            default: break
            }
            if depths.round < 0 || depths.square < 0 || depths.curly < 0 { break }
            end += 1
        }
        return endWithoutPunctuation(path.lowerBound..<end)
    }

    private func isHost(_ range: Range<Int>, hasScheme: Bool) -> Bool {
        let labels = text[range].split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard labels.count >= 2, let top = labels.last else { return false }
        // It is written with an i to look like Telegram's own.
        guard text[range].asciiLowercasedString != "teiegram.org" else { return false }
        for label in labels
        where label.isEmpty || label.count > 63 || label.last == UInt8(ascii: "-") || label.contains(UInt8(ascii: "@"))
        {
            return false
        }
        if labels.count == 4, labels.allSatisfy(Self.isByte) { return true }
        if labels.allSatisfy({ $0.allSatisfy(\.isASCIIDigit) }) { return false }
        // Underscores are for names that are no hosts of their own.
        if labels[labels.count - 2].contains(UInt8(ascii: "_")) { return false }
        let name = String(decoding: top, as: UTF8.self)
        if name.hasPrefix("xn--") {
            return top.count > 5 && top.dropFirst(4).allSatisfy(\.isASCIIAlphanumeric)
        }
        if top.contains(UInt8(ascii: "_")) || top.contains(UInt8(ascii: "-")) {
            return false
        }
        guard name.unicodeScalars.count >= 2 else { return false }
        return hasScheme || Self.isTopLevelDomain(name)
    }

    private static func isByte(_ label: ArraySlice<UInt8>) -> Bool {
        (1...3).contains(label.count) && (label.count == 1 || label.first != UInt8(ascii: "0"))
            && label.allSatisfy(\.isASCIIDigit) && (Int(String(decoding: label, as: UTF8.self)) ?? 256) <= 255
    }

    /// A capital at the beginning alone is the first word of the next sentence.
    private static func isTopLevelDomain(_ name: String) -> Bool {
        let lower = name.lowercased()
        if lower != name, lower.unicodeScalars.dropFirst().elementsEqual(name.unicodeScalars.dropFirst()) {
            return false
        }
        return TopLevelDomains.contains(lower)
    }

    /// Up to eleven words around dots and plus signs, an at sign, and up to seven labels, the last one of letters.
    private func isEmail(_ range: Range<Int>) -> Bool {
        let bytes = text[range]
        guard let at = bytes.firstIndex(of: UInt8(ascii: "@")), bytes.count <= 1024 else { return false }
        let words = bytes[..<at].split(omittingEmptySubsequences: false) {
            $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "+")
        }
        guard let last = words.last, words.count <= 11, (1...35).contains(last.count),
            words.dropLast().allSatisfy({ $0.count <= 26 }),
            words.allSatisfy({ $0.allSatisfy(Self.labelBytes.contains) })
        else { return false }
        let labels = bytes[(at + 1)...].split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard (2...7).contains(labels.count), let top = labels.last, (2...8).contains(top.count),
            top.allSatisfy(\.isASCIILetter)
        else { return false }
        return labels.dropLast().allSatisfy { label in
            label.count <= 30 && label.allSatisfy(Self.labelBytes.contains)
                && label.first?.isASCIIAlphanumeric == true && label.last?.isASCIIAlphanumeric == true
        }
    }

    private static let labelBytes: ASCIISet = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_"
}

extension Unicode.Scalar {
    /// Spaces and general punctuation other than dashes and joiners end every part of a link.
    private var endsLink: Bool {
        switch value {
        case 0x20, 0xA0, 0x1680, 0x2000...0x200B, 0x200E...0x200F, 0x2016...0x206F, 0x3000: true
        default: false
        }
    }

    /// What may be part of a host's name.
    fileprivate var isHostCharacter: Bool {
        if value < 0x80 { return UInt8(value).isASCIIAlphanumeric || "-._~".unicodeScalars.contains(self) }
        return value >= 0xC0 && !endsLink
    }

    /// What may be part of a user's name and password.
    fileprivate var isUserCharacter: Bool {
        if value < 0x80 { return self != " " && !ASCIISet(stringLiteral: "\n/[]{}()'`<>\"@").contains(UInt8(value)) }
        return value != 0xAB && value != 0xBB && !endsLink
    }

    fileprivate var isPathCharacter: Bool {
        if value < 0x80 { return self != " " && !ASCIISet(stringLiteral: "\n<>\"").contains(UInt8(value)) }
        return value != 0xAB && value != 0xBB && !endsLink
    }

    fileprivate var isSchemeCharacter: Bool {
        if value < 0x80 { return UInt8(value).isASCIIAlphanumeric || "+-.".unicodeScalars.contains(self) }
        return !properties.isWhitespace || value == 0x85
    }
}
