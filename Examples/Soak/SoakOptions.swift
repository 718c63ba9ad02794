// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// What the command line says.
struct SoakOptions: Sendable {
    /// Something that a soak must notice, to see that it does.
    enum Breakage: String, CaseIterable, Sendable {
        /// Some messages are not noted.
        case lost
        /// Some messages are noted twice.
        case repeated
        /// Some messages are noted after the next one.
        case order
        /// Some calls are run twice.
        case twice
        /// Each message leaves memory behind.
        case memory
        /// Some messages leave a descriptor behind.
        case descriptors
        /// Some messages leave a thread behind.
        case threads
        /// A call never returns.
        case hang
    }

    var duration = Duration.seconds(600)
    var seed: UInt64 = 1
    var breakage: Breakage?

    static let usage = """
        usage: ExampleSoak [--hours H | --seconds S] [--seed N] [--break KIND]
          --hours H, --seconds S  how long, 10 minutes if neither is there
          --seed N                decides who does what; 1 if it is not there
          --break KIND            breaks something, to see that it is noticed: \(kinds)
        """

    private static var kinds: String { Breakage.allCases.map(\.rawValue).joined(separator: ", ") }

    /// Reads the arguments; `nil` if they cannot be meant.
    init?(_ arguments: [String]) {
        var rest = arguments[...]
        while let name = rest.popFirst() {
            guard let value = rest.popFirst() else { return nil }
            switch name {
            case "--hours", "--seconds":
                guard let number = Double(value), number > 0, number <= 1_000_000 else { return nil }
                duration = .seconds(name == "--hours" ? number * 3_600 : number)
            case "--seed":
                guard let number = UInt64(value) else { return nil }
                seed = number
            case "--break":
                guard let kind = Breakage(rawValue: value) else { return nil }
                breakage = kind
            default: return nil
            }
        }
    }
}
