// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

extension EntityDetector {
    private static let hostBytes: ASCIISet = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_"
    private static let localBytes: ASCIISet = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.+"

    private func isHostByte(_ byte: UInt8) -> Bool {
        byte >= 0x80 || Self.hostBytes.contains(byte)
    }

    /// Looks for a link or an e-mail address around a dot.
    ///
    /// - Parameters:
    ///   - dot: The index of the dot.
    ///   - limit: How far left the host may begin.
    ///   - floor: How far left anything may begin.
    /// - Returns: What was found, and up to where nothing else can be.
    func host(around dot: Int, limit: Int, floor: Int) -> (found: Found?, end: Int) {
        var start = dot
        while start > limit, isHostByte(text[start - 1]) || (text[start - 1] == UInt8(ascii: ".") && start - 1 < dot) {
            start -= 1
        }
        while text[start] == UInt8(ascii: "."), start < dot { start += 1 }
        start = startOfName(start, dot)
        var end = dot
        while text[end] == UInt8(ascii: "."), end + 1 < text.count, isHostByte(text[end + 1]) {
            end += 1
            while end < text.count, isHostByte(text[end]) { end += 1 }
        }
        end = endOfName(dot, end)
        guard start < dot, end > dot + 1 else { return (nil, max(end, dot + 1)) }
        // What stands before an at sign is no host.
        if text[end] == UInt8(ascii: "@") { return (nil, end) }
        if let url = url(host: start..<end, limit: floor) { return (url, url.range.upperBound) }
        if text[start - 1] == UInt8(ascii: "@"), let address = email(at: start - 1, end: end, limit: floor) {
            return (address, address.range.upperBound)
        }
        return (nil, end)
    }

    /// Punctuation and spaces of other scripts end a name; the last one left of the dot counts.
    private func startOfName(_ start: Int, _ dot: Int) -> Int {
        var start = start
        var index = start
        while index < dot {
            guard text[index] >= 0x80, let scalar = text.scalar(at: index) else {
                index += 1
                continue
            }
            index += UTF8.width(scalar)
            if !scalar.isHostCharacter { start = index }
        }
        return min(start, dot)
    }

    private func endOfName(_ dot: Int, _ end: Int) -> Int {
        var index = dot + 1
        while index < end {
            guard text[index] >= 0x80, let scalar = text.scalar(at: index) else {
                index += 1
                continue
            }
            if !scalar.isHostCharacter { return index }
            index += UTF8.width(scalar)
        }
        return end
    }

    private func email(at sign: Int, end: Int, limit: Int) -> Found? {
        var start = sign
        while start > limit, sign - start < 64, Self.localBytes.contains(text[start - 1]) { start -= 1 }
        while start < sign, text[start] == UInt8(ascii: ".") || text[start] == UInt8(ascii: "+") { start += 1 }
        guard start < sign, text[sign - 1] != UInt8(ascii: "."), text[sign - 1] != UInt8(ascii: "+") else { return nil }
        guard !(text.scalar(before: start)?.isWordCharacter ?? false) else { return nil }
        let labels = text[sign + 1..<end].split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard labels.count >= 2, labels.count <= 7, let top = labels.last, top.count >= 2, top.count <= 24 else {
            return nil
        }
        let isValid = labels.allSatisfy { label in
            !label.isEmpty && label.count <= 63 && label.allSatisfy(Self.hostBytes.contains)
                && label.first != UInt8(ascii: "-") && label.last != UInt8(ascii: "-")
        }
        guard isValid, top.allSatisfy(\.isASCIILetter), text[end] != UInt8(ascii: "@") else { return nil }
        return (.email, start..<end)
    }

    private func url(host: Range<Int>, limit: Int) -> Found? {
        var start = host.lowerBound
        var hasScheme = false
        // A scheme stands right before the host, or before a user's name and password.
        var authority = start
        if text[start - 1] == UInt8(ascii: "@") {
            authority = start - 1
            while authority > limit, start - authority < 256,
                !ASCIISet(stringLiteral: " \t\r\n/<>\"@").contains(text[authority - 1])
            {
                authority -= 1
            }
        }
        if authority >= limit + 3, text.has("://", at: authority - 3) {
            var scheme = authority - 3
            while scheme > limit, authority - scheme < 12, text[scheme - 1].isASCIILetter { scheme -= 1 }
            guard ["http", "https", "ftp", "tonsite"].contains(text[scheme..<authority - 3].asciiLowercasedString)
            else {
                return nil
            }
            start = scheme
            hasScheme = true
        } else if authority != start {
            return nil
        } else if ASCIISet(stringLiteral: "/#@$").contains(text[start - 1]) {
            // The dot is part of a path or of another entity.
            return nil
        }
        guard isHost(host, hasScheme: hasScheme) else { return nil }
        var end = host.upperBound
        if text[end] == UInt8(ascii: ":"), text[end + 1].isASCIIDigit {
            let portEnd = text.firstIndex(from: end + 1, notIn: .digits)
            if portEnd - end <= 6, (Int(text.string(end + 1..<portEnd)) ?? 0) <= 65535 { end = portEnd }
        }
        if ASCIISet(stringLiteral: "/?#").contains(text[end]) { end = endOfPath(from: end) }
        return (.url, start..<end)
    }

    private func isHost(_ range: Range<Int>, hasScheme: Bool) -> Bool {
        let labels = text[range].split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard labels.count >= 2, let top = labels.last else { return false }
        for label in labels {
            let dash = UInt8(ascii: "-")
            if label.isEmpty || label.count > 63 || label.last == dash || label.first == dash { return false }
        }
        let isNumeric = labels.allSatisfy { $0.allSatisfy(\.isASCIIDigit) }
        if isNumeric {
            return labels.count == 4
                && labels.allSatisfy {
                    Int64(canonical: String(decoding: $0, as: UTF8.self)).map { $0 <= 255 } ?? false
                }
        }
        // Underscores are for names that are no hosts of their own.
        if labels.suffix(2).contains(where: { $0.contains(UInt8(ascii: "_")) }) { return false }
        let name = String(decoding: top, as: UTF8.self).lowercased()
        if name.hasPrefix("xn--")
            ? name.utf8.count < 6
            : name.unicodeScalars.contains(where: { $0.properties.numericType != nil || $0 == "-" })
        {
            return false
        }
        return name.unicodeScalars.count >= 2 && (hasScheme || TopLevelDomains.contains(name))
    }

    /// A path ends before a space, a bracket that was never opened, and punctuation of the sentence.
    private func endOfPath(from start: Int) -> Int {
        var depth: (round: Int, square: Int, curly: Int) = (0, 0, 0)
        var end = start
        scan: while let scalar = text.scalar(at: end) {
            switch scalar {
            case "(": depth.round += 1
            case ")": depth.round -= 1
            case "[": depth.square += 1
            case "]": depth.square -= 1
            case "{": depth.curly += 1
            case "}": depth.curly -= 1
            case "<", ">", "\"", "\u{AB}", "\u{BB}", "\u{201C}", "\u{201D}", "\u{2018}", "\u{2019}": break scan
            default: if scalar.properties.isWhitespace || scalar.value < 0x20 { break scan }
            }
            if depth.round < 0 || depth.square < 0 || depth.curly < 0 { break }
            end += UTF8.width(scalar)
        }
        while end > start, ASCIISet(stringLiteral: ".:;,('?!`").contains(text[end - 1]) { end -= 1 }
        while end > start, text.has("\u{2026}", at: end - 3) { end -= 3 }
        return end
    }
}

extension Unicode.Scalar {
    /// What may be part of a host's name beyond ASCII.
    fileprivate var isHostCharacter: Bool {
        switch properties.generalCategory {
        case .nonspacingMark, .spacingMark, .enclosingMark: true
        default: isWordCharacter
        }
    }
}
