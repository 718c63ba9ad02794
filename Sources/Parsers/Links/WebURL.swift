// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// Turns what a link says into the URL that Telegram stores, or refuses it.
///
/// It follows what the Bot API does with links of text: a missing scheme becomes `http`, the host is made lower-case,
/// a missing path becomes `/`.
enum WebURL {
    /// The URL that is stored for a link.
    ///
    /// - Parameter link: What the markup says.
    /// - Returns: The URL, or `nil` if the link is not one.
    static func checked(_ link: String) -> String? {
        let text = ByteText(link)
        for scheme: StaticString in ["tg:", "ton:", "tonsite:"] where text.hasIgnoringCase(scheme, at: 0) {
            var start = scheme.utf8CodeUnitCount
            let name = String(text.string(0..<start - 1)).lowercased()
            if text.has("//", at: start) { start += 2 }
            return internalURL(ByteText(Array(text[start..<text.count])), scheme: name)
        }
        guard let parts = Parts(text), parts.host.contains(".") || parts.isIPv6 else { return nil }
        return parts.url
    }

    private static func internalURL(_ text: ByteText, scheme: String) -> String? {
        guard let parts = Parts(text), !text.hasIgnoringCase("http://", at: 0), !parts.isSecure, parts.userInfo.isEmpty,
            parts.port == 0, !parts.isIPv6
        else { return nil }
        for byte in parts.host.utf8
        where !byte.isASCIIAlphanumeric && byte != UInt8(ascii: "-") && byte != UInt8(ascii: "_") {
            return nil
        }
        let query = parts.query.hasPrefix("/?") ? String(parts.query.dropFirst()) : parts.query
        return scheme + "://" + parts.host + query
    }
}

extension WebURL {
    /// The parts of an HTTP URL.
    private struct Parts {
        var isSecure = false
        var userInfo = ""
        var host = ""
        var port = 0
        var isIPv6 = false
        var query = "/"

        init?(_ text: ByteText) {
            var start = 0
            let schemeEnd = text.firstIndex(from: 0, in: ":/?#@[]")
            if text.has("://", at: schemeEnd) {
                switch text[0..<schemeEnd].asciiLowercasedString {
                case "http": isSecure = false
                case "https": isSecure = true
                default: return nil
                }
                start = schemeEnd + 3
            }
            let authorityEnd = text.firstIndex(from: start, in: "/?#")
            guard readAuthority(text[start..<authorityEnd]) else { return nil }
            query = Self.escapedQuery(text[authorityEnd..<text.count])
        }

        private mutating func readAuthority(_ authority: ArraySlice<UInt8>) -> Bool {
            var hostEnd = authority.endIndex
            if let mark = authority.lastIndex(where: { ASCIISet(stringLiteral: ":]@").contains($0) }),
                mark > authority.startIndex, authority[mark] == UInt8(ascii: ":")
            {
                var digits = authority[(mark + 1)...]
                while digits.count > 1, digits.first == UInt8(ascii: "0") { digits.removeFirst() }
                let number = Int64(canonical: String(decoding: digits, as: UTF8.self)) ?? 0
                guard number > 0, number <= 65535 else { return false }
                port = Int(number)
                hostEnd = mark
            }
            let userInfoAndHost = authority[..<hostEnd]
            var hostBytes = userInfoAndHost
            if let at = userInfoAndHost.lastIndex(of: UInt8(ascii: "@")) {
                userInfo = String(decoding: userInfoAndHost[..<at], as: UTF8.self)
                hostBytes = userInfoAndHost[(at + 1)...]
            }
            host = hostBytes.asciiLowercasedString
            guard !host.isEmpty, host != "." else { return false }
            if hostBytes.first == UInt8(ascii: "["), hostBytes.last == UInt8(ascii: "]") {
                isIPv6 = true
                return Self.isIPv6(hostBytes.dropFirst().dropLast())
            }
            return Self.isAllowed(hostBytes, allowsColon: false)
                && Self.isAllowed(Array(userInfo.utf8)[...], allowsColon: true)
        }

        var url: String {
            var url = isSecure ? "https://" : "http://"
            if !userInfo.isEmpty { url += userInfo + "@" }
            url += host
            if port > 0 { url += ":" + String(port) }
            return url + query
        }

        private static func escapedQuery(_ raw: ArraySlice<UInt8>) -> String {
            var trimmed = raw
            while let last = trimmed.last, last.isASCIISpace { trimmed.removeLast() }
            var query: [UInt8] = trimmed.first == UInt8(ascii: "/") ? [] : [UInt8(ascii: "/")]
            let digits = Array("0123456789ABCDEF".utf8)
            for byte in trimmed {
                if byte <= 0x20 {
                    query += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
                } else {
                    query.append(byte)
                }
            }
            return String(decoding: query, as: UTF8.self)
        }

        private static func isAllowed(_ part: ArraySlice<UInt8>, allowsColon: Bool) -> Bool {
            let marks: ASCIISet = ".-_!$,~*'();&+="
            var index = part.startIndex
            while index < part.endIndex {
                let byte = part[index]
                if byte == UInt8(ascii: "%") {
                    guard part.endIndex - index > 2, ASCIISet.hexDigits.contains(part[index + 1]),
                        ASCIISet.hexDigits.contains(part[index + 2])
                    else { return false }
                    index += 3
                    continue
                }
                let isAllowed =
                    byte >= 128 || byte.isASCIIAlphanumeric || marks.contains(byte)
                    || (allowsColon && byte == UInt8(ascii: ":"))
                guard isAllowed else { return false }
                index += 1
            }
            return true
        }

        /// Whether the text is an IPv6 address: eight groups, or fewer around one "::", the last perhaps IPv4.
        private static func isIPv6(_ address: ArraySlice<UInt8>) -> Bool {
            let text = String(decoding: address, as: UTF8.self)
            let halves = text.split(separator: "::", omittingEmptySubsequences: false)
            guard text.utf8.count <= 45, halves.count <= 2 else { return false }
            var groups = 0
            for (half, isLast) in zip(halves, halves.indices.map { $0 == halves.count - 1 }) where !half.isEmpty {
                let parts = half.split(separator: ":", omittingEmptySubsequences: false)
                for (index, part) in parts.enumerated() {
                    if isLast, index == parts.count - 1, part.contains(".") {
                        guard isIPv4(part) else { return false }
                        groups += 2
                    } else {
                        guard !part.isEmpty, part.utf8.count <= 4, part.utf8.allSatisfy(ASCIISet.hexDigits.contains)
                        else {
                            return false
                        }
                        groups += 1
                    }
                }
            }
            return halves.count == 2 ? groups < 8 : groups == 8
        }

        private static func isIPv4(_ text: Substring) -> Bool {
            let parts = text.split(separator: ".", omittingEmptySubsequences: false)
            return parts.count == 4 && parts.allSatisfy { Int64(canonical: $0).map { $0 >= 0 && $0 <= 255 } ?? false }
        }
    }
}
