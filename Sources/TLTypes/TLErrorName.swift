// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// The name of an error that the server answers, with `X` in the place of a number: `FLOOD_WAIT_X`.
///
/// The names that are known have static members, so that the compiler checks their spelling.
/// core.telegram.org/api/errors describes them.
public struct TLErrorName: RawRepresentable, Sendable, Hashable, CustomStringConvertible {
    /// The name as the server spells it, with `X` for a number.
    public let rawValue: String

    /// Creates a name.
    ///
    /// - Parameter rawValue: The name as the server spells it, with `X` for a number.
    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    /// The name as the server spells it.
    public var description: String { rawValue }
}

extension TLErrorName {
    private struct Entry {
        let codes: [Int]
        let hint: String?
    }

    private static let catalog: [String: Entry] = {
        var entries: [String: Entry] = [:]
        for line in catalogText.split(separator: "\n") {
            let parts = line.split(separator: "\t")
            guard parts.count >= 2 else { continue }
            entries[String(parts[0])] = Entry(
                codes: parts[1].split(separator: ",").compactMap { Int($0) },
                hint: parts.count > 2 ? String(parts[2]) : nil)
        }
        return entries
    }()

    /// All names of the catalogue, in the order of the alphabet.
    public static var all: [TLErrorName] { catalog.keys.sorted().map { TLErrorName(rawValue: $0) } }

    /// The codes that come with the name; empty for names that the catalogue does not have.
    public var codes: [Int] { Self.catalog[rawValue]?.codes ?? [] }

    /// What the error means to the caller and what to do, in a sentence; `nil` for errors that few people meet.
    public var hint: String? { Self.catalog[rawValue]?.hint }
}
