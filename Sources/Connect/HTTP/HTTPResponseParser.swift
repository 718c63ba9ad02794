// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// Reads the answer to one request (RFC 9112); it does no I/O.
struct HTTPResponseParser: Sendable {
    private enum Stage: Sendable {
        case head
        case body(remaining: Int)
        case chunkSize
        case chunk(remaining: Int)
        case chunkEnd
        case trailer
        case untilEnd
        case complete
    }

    /// The longest line before a chunk: sixteen digits and an extension.
    private static let longestChunkLine = 1024

    private let limits: HTTPLimits
    private var stage = Stage.head
    private var line: [UInt8] = []
    private var lines: [[UInt8]] = []
    private var headLength = 0
    private var response: HTTPResponse?

    init(limits: HTTPLimits) {
        self.limits = limits
    }

    /// The answer, if it is complete.
    var result: HTTPResponse? {
        if case .complete = stage { return response }
        return nil
    }

    /// Reads bytes, all of them, or those up to the end of the answer.
    ///
    /// - Throws: ``HTTPError`` if they are no answer, or one beyond the limits.
    mutating func receive(_ bytes: [UInt8]) throws(HTTPError) {
        var rest = bytes[...]
        while !rest.isEmpty {
            switch stage {
            case .complete: return
            case .body(let remaining):
                let missing = try take(remaining, from: &rest)
                stage = missing > 0 ? .body(remaining: missing) : .complete
            case .chunk(let remaining):
                let missing = try take(remaining, from: &rest)
                stage = missing > 0 ? .chunk(remaining: missing) : .chunkEnd
            case .untilEnd:
                _ = try take(rest.count, from: &rest)
            case .head, .chunkSize, .chunkEnd, .trailer:
                try readLine(from: &rest)
            }
        }
    }

    /// The server has ended its writing.
    ///
    /// - Parameter isSafe: Whether TLS says that this is the end, and not somebody on the way.
    /// - Throws: ``HTTPError`` if something is missing.
    mutating func finish(isSafe: Bool) throws(HTTPError) {
        switch stage {
        case .complete: return
        case .untilEnd where isSafe: stage = .complete
        default: throw HTTPError(.truncated)
        }
    }

    /// Takes bytes of the body.
    ///
    /// - Returns: How many of those that were wanted are missing.
    private mutating func take(_ wanted: Int, from bytes: inout ArraySlice<UInt8>) throws(HTTPError) -> Int {
        let count = min(wanted, bytes.count)
        guard (response?.body.count ?? 0) + count <= limits.body else { throw HTTPError(.bodyTooLong) }
        response?.body += bytes.prefix(count)
        bytes = bytes.dropFirst(count)
        return wanted - count
    }

    // MARK: Lines

    private mutating func readLine(from bytes: inout ArraySlice<UInt8>) throws(HTTPError) {
        let piece = bytes.prefix { $0 != UInt8(ascii: "\n") }
        let isComplete = piece.count < bytes.count
        line += piece
        headLength += piece.count + 1
        bytes = bytes.dropFirst(piece.count + 1)
        guard headLength <= limits.head else { throw HTTPError(.headTooLong) }
        guard isComplete else {
            // The line feed that was counted has not come.
            headLength -= 1
            return
        }
        if line.last == UInt8(ascii: "\r") { line.removeLast() }
        let whole = line
        line = []
        try accept(whole)
    }

    private mutating func accept(_ whole: [UInt8]) throws(HTTPError) {
        switch stage {
        case .head:
            guard whole.isEmpty else { return lines.append(whole) }
            guard !lines.isEmpty else { throw HTTPError(.malformed) }
            try readHead()
        case .chunkSize:
            let size = try Self.chunkSize(whole)
            // The lines between chunks count anew, or a long body could not come in chunks.
            headLength = 0
            guard (response?.body.count ?? 0) + size <= limits.body else { throw HTTPError(.bodyTooLong) }
            stage = size == 0 ? .trailer : .chunk(remaining: size)
        case .chunkEnd:
            guard whole.isEmpty else { throw HTTPError(.malformed) }
            stage = .chunkSize
        case .trailer:
            if whole.isEmpty { stage = .complete }
        case .body, .chunk, .untilEnd, .complete:
            break
        }
    }

    private static func chunkSize(_ line: [UInt8]) throws(HTTPError) -> Int {
        let digits = line.prefix { $0 != UInt8(ascii: ";") && $0 != UInt8(ascii: " ") }
        guard line.count <= longestChunkLine, (1...8).contains(digits.count) else { throw HTTPError(.malformed) }
        var size = 0
        for digit in digits {
            guard let value = Self.hexadecimal(digit) else { throw HTTPError(.malformed) }
            size = size << 4 | value
        }
        return size
    }

    private static func hexadecimal(_ digit: UInt8) -> Int? {
        switch digit {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): Int(digit - UInt8(ascii: "0"))
        case UInt8(ascii: "a")...UInt8(ascii: "f"): Int(digit - UInt8(ascii: "a")) + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): Int(digit - UInt8(ascii: "A")) + 10
        default: nil
        }
    }

    // MARK: The head

    private mutating func readHead() throws(HTTPError) {
        let status = try Self.status(lines[0])
        var fields: [(name: String, value: String)] = []
        for line in lines.dropFirst() {
            // A space before the colon, or a line that goes on with the one before it, would hide a field from us.
            guard let colon = line.firstIndex(of: UInt8(ascii: ":")), colon > 0,
                line[..<colon].allSatisfy(Self.isOfToken)
            else { throw HTTPError(.malformed) }
            let name = String(decoding: line[..<colon], as: UTF8.self)
            let value = String(decoding: line[(colon + 1)...], as: UTF8.self)
            let isSpace = { (character: Character) in character == " " || character == "\t" }
            let trimmed = value.drop(while: isSpace).reversed().drop(while: isSpace).reversed()
            fields.append((name.lowercased(), String(trimmed)))
        }
        lines = []
        // An interim answer is followed by the real one.
        if (100...199).contains(status) { return }
        let response = HTTPResponse(status: status, fields: fields, body: [])
        self.response = response
        stage = try Self.bodyStage(response, limits)
    }

    private static func isOfToken(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"),
            UInt8(ascii: "A")...UInt8(ascii: "Z"):
            true
        default: "!#$%&'*+-.^_`|~".utf8.contains(byte)
        }
    }

    private static func status(_ line: [UInt8]) throws(HTTPError) -> Int {
        let words = line.split(separator: UInt8(ascii: " "), maxSplits: 2, omittingEmptySubsequences: false)
        guard words.count >= 2, words[0] == Array("HTTP/1.1".utf8)[...] || words[0] == Array("HTTP/1.0".utf8)[...],
            words[1].count == 3, words[1].allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }),
            let status = Int(String(decoding: words[1], as: UTF8.self)), (100...599).contains(status)
        else { throw HTTPError(.malformed) }
        return status
    }

    private static func bodyStage(_ response: HTTPResponse, _ limits: HTTPLimits) throws(HTTPError) -> Stage {
        if response.status == 204 || response.status == 304 { return .complete }
        let codings = response.fields.filter { $0.name == "transfer-encoding" }.map(\.value)
        let lengths = response.fields.filter { $0.name == "content-length" }.map(\.value)
        if !codings.isEmpty {
            // Two ways to say how long the body is are how answers are smuggled.
            guard codings.map({ $0.lowercased() }) == ["chunked"], lengths.isEmpty else { throw HTTPError(.malformed) }
            return .chunkSize
        }
        guard let first = lengths.first else { return .untilEnd }
        guard lengths.allSatisfy({ $0 == first }), !first.isEmpty, first.utf8.count <= 18,
            first.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }), let length = Int(first)
        else { throw HTTPError(.malformed) }
        guard length <= limits.body else { throw HTTPError(.bodyTooLong) }
        return length == 0 ? .complete : .body(remaining: length)
    }
}
