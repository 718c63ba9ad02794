// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// A moment and how to show it.
public struct FormattedDate: Sendable, Hashable {
    /// Seconds since 1970-01-01 00:00 UTC.
    public var unixTime: Int32
    /// How to show the moment.
    public var format: Format

    /// Creates a date.
    ///
    /// - Parameters:
    ///   - unixTime: Seconds since 1970-01-01 00:00 UTC.
    ///   - format: How to show the moment.
    public init(unixTime: Int32, format: Format = []) {
        self.unixTime = unixTime
        self.format = format
    }

    /// Which parts of a moment are shown.
    ///
    /// An empty format leaves the text as it is.
    public struct Format: OptionSet, Sendable, Hashable {
        /// The value as a number or a text.
        public let rawValue: UInt8

        /// Creates the value from its raw value.
        public init(rawValue: UInt8) { self.rawValue = rawValue }

        /// Time from now, as in "in 5 minutes"; nothing else goes with it.
        public static let relative = Format(rawValue: 1)
        /// Hours and minutes.
        public static let shortTime = Format(rawValue: 2)
        /// Hours, minutes and seconds.
        public static let longTime = Format(rawValue: 4)
        /// The date in digits.
        public static let shortDate = Format(rawValue: 8)
        /// The date with the month's name.
        public static let longDate = Format(rawValue: 16)
        /// The day of the week.
        public static let dayOfWeek = Format(rawValue: 32)
    }
}

extension FormattedDate.Format {
    private static let letters: [(letter: UInt8, format: FormattedDate.Format)] = [
        (UInt8(ascii: "w"), .dayOfWeek), (UInt8(ascii: "D"), .longDate), (UInt8(ascii: "d"), .shortDate),
        (UInt8(ascii: "T"), .longTime), (UInt8(ascii: "t"), .shortTime), (UInt8(ascii: "r"), .relative),
    ]

    /// Reads the letters of `tg-time`: w, d, D, t, T in any order, or r alone.
    ///
    /// R and W may have either case. Of a short and a long form of the same part the short one counts. The result is
    /// `nil` if the letters make no format.
    ///
    /// - Parameter letters: The letters; an empty string is the empty format.
    public init?(letters: String) {
        var format = FormattedDate.Format()
        if letters == "r" || letters == "R" {
            self = .relative
            return
        }
        for byte in letters.utf8 {
            let letter = byte == UInt8(ascii: "W") ? UInt8(ascii: "w") : byte
            guard let entry = Self.letters.first(where: { $0.letter == letter }), entry.format != .relative else {
                return nil
            }
            format.insert(entry.format)
        }
        if format.contains(.shortDate) { format.remove(.longDate) }
        if format.contains(.shortTime) { format.remove(.longTime) }
        self = format
    }

    /// Reads letters as they are, also in combinations that `tg-time` does not allow but the schema does.
    init?(coded letters: String) {
        self = []
        for byte in letters.utf8 {
            guard let entry = Self.letters.first(where: { $0.letter == byte }) else { return nil }
            insert(entry.format)
        }
    }

    /// The letters of `tg-time`: weekday, date, time, relative.
    public var letters: String {
        String(decoding: Self.letters.filter { contains($0.format) }.map(\.letter), as: UTF8.self)
    }
}
