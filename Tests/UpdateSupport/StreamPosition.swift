// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// How far one program has heard one stream of numbered messages.
struct StreamPosition: Sendable {
    /// What may come next besides the number that is next.
    enum Allowance: Sendable {
        case nothing
        /// Numbers that were heard before, from any one of them on: the program lost what it had not stored.
        case again
        /// Any number beyond: the program did not listen meanwhile.
        case later
    }

    /// What a number is.
    enum Step: Sendable {
        case next
        /// It was heard before, and may come again.
        case again
        case repeated
        /// Numbers after it were heard before it.
        case outOfOrder
        /// It comes, but those before it did not.
        case gap(lost: [Int])
    }

    private(set) var next = 0
    private var missing: Set<Int> = []
    /// Numbers of which the sender does not know whether they were sent, and that did not come when it was their turn.
    private var doubtful: Set<Int> = []
    private var allowance = Allowance.later

    /// How many messages did not come though later ones did.
    var missingCount: Int { missing.count }
    /// Whether the program listens, as far as anybody knows.
    var isPlaced: Bool { if case .later = allowance { false } else { true } }

    mutating func allow(_ allowance: Allowance) {
        // Who did not listen stays one who did not, until something comes.
        if case .later = self.allowance { return }
        self.allowance = allowance
    }

    /// Notes that the program does not listen for a while.
    mutating func leave() {
        allowance = .later
    }

    /// Takes a number.
    ///
    /// - Parameters:
    ///   - number: The number.
    ///   - isDoubtful: Whether nobody knows if a number was sent.
    /// - Returns: What it is.
    mutating func take(_ number: Int, isDoubtful: (Int) -> Bool) -> Step {
        let allowance = allowance
        if missing.remove(number) != nil { return .outOfOrder }
        self.allowance = .nothing
        switch allowance {
        case .again where number < next:
            next = number + 1
            return .again
        case .later where number >= next:
            next = number + 1
            return .next
        default: break
        }
        guard number >= next else {
            // A call of unknown outcome may have run whenever it liked.
            return doubtful.remove(number) != nil ? .next : .repeated
        }
        defer { next = number + 1 }
        let skipped = next..<number
        doubtful.formUnion(skipped.filter(isDoubtful))
        let lost = skipped.filter { !isDoubtful($0) }
        missing.formUnion(lost)
        return lost.isEmpty ? .next : .gap(lost: lost)
    }

    /// What is missing at the end.
    ///
    /// - Parameters:
    ///   - count: How many numbers there are.
    ///   - isDoubtful: Whether nobody knows if a number was sent.
    /// - Returns: The numbers.
    func missing(of count: Int, isDoubtful: (Int) -> Bool) -> [Int] {
        guard isPlaced else { return [] }
        return missing.sorted() + (min(next, count)..<count).filter { !isDoubtful($0) }
    }
}
