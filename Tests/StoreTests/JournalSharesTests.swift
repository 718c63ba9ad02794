// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramBase
import FerogramTestSupport
import XCTest

@testable import Ferogram
@testable import FerogramSession

/// What processes decide that share a journal, on a clock and a table that the test keeps.
final class JournalSharesTests: XCTestCase {
    /// Processes and their table of claims.
    private struct Model {
        var processes: [String: JournalShares] = [:]
        var beats: [String: UInt8] = [:]
        var claims: [Int: String] = [:]
        var silent: Set<String> = []
        var now = MonotonicTime(nanoseconds: 0)

        mutating func start(_ name: String) {
            processes[name] = JournalShares(own: name)
            beats[name] = 0
        }

        private var members: [LeaseMember] {
            beats.map { LeaseMember(name: $0.key, owner: Array("token: x\($0.key)".utf8), beat: [$0.value]) }
        }

        /// Each process that lives shows it, and looks once.
        mutating func round(_ passes: Duration = .milliseconds(250)) {
            now = now + passes
            for name in processes.keys.sorted() where !silent.contains(name) {
                beats[name]? &+= 1
                guard var shares = processes[name] else { continue }
                let plan = shares.plan(members, claims, releasing: [], silence: .seconds(4), at: now)
                processes[name] = shares
                for member in plan.ended {
                    beats[member.name] = nil
                    claims = claims.filter { $0.value != member.name }
                }
                for share in plan.claimed {
                    XCTAssertNil(claims[share].flatMap { beats[$0] }, "it is another one's")
                    claims[share] = name
                }
                for share in plan.released where claims[share] == name { claims[share] = nil }
            }
        }

        func count(_ name: String) -> Int { claims.values.filter { $0 == name }.count }
    }

    func testTheSharesAreDividedEvenly() {
        var model = Model()
        model.start("a")
        model.round()
        XCTAssertEqual(model.count("a"), 64)
        model.start("b")
        for _ in 0..<3 { model.round() }
        XCTAssertEqual([model.count("a"), model.count("b")], [32, 32])
        model.start("c")
        for _ in 0..<3 { model.round() }
        XCTAssertEqual([model.count("a"), model.count("b"), model.count("c")], [22, 21, 21])
        // Nothing moves any more.
        let claims = model.claims
        for _ in 0..<5 { model.round() }
        XCTAssertEqual(model.claims, claims)
    }

    func testTheSharesOfASilentProcessAreDivided() {
        var model = Model()
        for name in ["a", "b", "c"] { model.start(name) }
        for _ in 0..<4 { model.round() }
        model.silent = ["b"]
        for _ in 0..<15 { model.round() }
        XCTAssertEqual(model.count("b"), 21)
        for _ in 0..<4 { model.round() }
        XCTAssertNil(model.beats["b"])
        XCTAssertEqual([model.count("a"), model.count("b"), model.count("c")], [32, 0, 32])
    }

    func testManyProcessesComeAndGo() {
        for seed in 0..<50 as Range<UInt64> {
            var generator = SeededGenerator(seed: seed)
            var model = Model()
            model.start("p0")
            var next = 1
            for _ in 0..<40 {
                switch Int.random(in: 0..<4, using: &generator) {
                case 0:
                    model.start("p\(next)")
                    next += 1
                case 1:
                    let living = model.processes.keys.filter { !model.silent.contains($0) }.sorted()
                    if living.count > 1, let victim = living.randomElement(using: &generator) {
                        model.silent.insert(victim)
                    }
                default: model.round(.milliseconds(Int.random(in: 100...2_000, using: &generator)))
                }
            }
            for _ in 0..<25 { model.round() }
            let living = model.processes.keys.filter { !model.silent.contains($0) }
            XCTAssertEqual(model.claims.count, 64, "seed \(seed)")
            for name in living {
                XCTAssertTrue((64 / living.count...64 / living.count + 1).contains(model.count(name)), "seed \(seed)")
            }
        }
    }

    func testAChatKeepsItsShare() {
        let chats = (1...2_000).map { PeerID.user(Int64($0) * 7_919) }
        let shares = chats.map { JournalShares.share(of: .chat($0)) }
        XCTAssertEqual(shares, chats.map { JournalShares.share(of: .chat($0)) })
        XCTAssertEqual(Set(shares).count, 64)
        let most = Dictionary(grouping: shares) { $0 }.values.map(\.count).max() ?? 0
        XCTAssertLessThan(most, 75)
    }
}
