// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramMTProto
import FerogramTestSupport
import XCTest

@testable import Ferogram

/// What an upload does next; see core.telegram.org/api/files#uploading-files.
final class UploadPlanTests: XCTestCase {
    private let start = MonotonicTime(nanoseconds: 0)

    func testPartsFollowTheRulesOfTheServer() {
        let sizes: [Int64] = [
            1, 1_023, 65_536, 262_145, 1 << 20, 10 << 20, (10 << 20) + 1, 2_097_152_000, 4_194_304_000,
        ]
        for size in sizes {
            let plan = UploadPlan(size: size, connections: 4)
            XCTAssertEqual(plan.partSize % 1_024, 0)
            XCTAssertEqual(524_288 % plan.partSize, 0)
            XCTAssertLessThanOrEqual(plan.partCount ?? .max, 8_000)
            XCTAssertEqual(plan.isBig, size > 10 << 20)
            if size <= 2_097_152_000 { XCTAssertLessThanOrEqual(plan.partCount ?? .max, 4_000) }
        }
    }

    private func sizes(_ plan: inout UploadPlan) -> [Int] {
        var counts: [Int] = []
        while case .send(let part) = plan.poll(now: start) {
            counts.append(part.count)
            plan.sent(part, now: start)
        }
        return counts
    }

    func testAllPartsButTheLastAreEqual() {
        for size: Int64 in [1, 65_536, 65_537, 300_000, 5_000_000] {
            var plan = UploadPlan(size: size, connections: 1)
            let counts = sizes(&plan)
            XCTAssertEqual(counts.reduce(0, +), Int(size))
            XCTAssertEqual(Set(counts.dropLast()).count, counts.count > 1 ? 1 : 0)
            XCTAssertEqual(plan.poll(now: start), .finished)
        }
    }

    func testPartsThatTheServerHasAreNotSentAgain() {
        var done = PartSet()
        for index in [0, 2, 3] { done.insert(index) }
        var plan = UploadPlan(size: 3_000_000, connections: 1, done: done)
        var sent: [Int] = []
        while case .send(let part) = plan.poll(now: start) {
            sent.append(part.index)
            plan.sent(part, now: start)
        }
        XCTAssertEqual(sent, [1, 4, 5])
    }

    func testLostPartsGoOutUnderANewNumber() {
        var plan = UploadPlan(size: 3_000_000, connections: 1)
        guard case .send(let first) = plan.poll(now: start), case .send(let second) = plan.poll(now: start) else {
            return XCTFail("no parts")
        }
        plan.sent(first, now: start)
        plan.failed(second, .restart, now: start)
        XCTAssertEqual(plan.poll(now: start), .restart)
        XCTAssertEqual(sizes(&plan).reduce(0, +), 3_000_000)
    }

    func testAFileOfUnknownLengthIsALargeOne() {
        var plan = UploadPlan(size: nil, connections: 1)
        XCTAssertTrue(plan.isBig)
        XCTAssertNil(plan.partCount)
        guard case .send(let part) = plan.poll(now: start) else { return XCTFail("no part") }
        XCTAssertEqual(part.count, UploadPlan.largestPart)
        plan.learned(size: 100)
        plan.sent(part, now: start)
        XCTAssertEqual(plan.poll(now: start), .finished)
        XCTAssertEqual(plan.partCount, 1)
    }

    func testAllPartsArriveWhateverHappens() {
        for seed in 0..<400 {
            var generator = SeededGenerator(seed: UInt64(seed))
            let size = Int64.random(in: 1...20_000_000, using: &generator)
            var plan = UploadPlan(size: size, connections: 4)
            var now = start
            var server = PartSet()
            var open: [UploadPlan.Part] = []
            var restarts = 0
            var calm = 0
            loop: while true {
                now = now + .milliseconds(1)
                switch plan.poll(now: now) {
                case .finished: break loop
                case .failed:
                    XCTFail("seed \(seed)")
                    break loop
                case .restart: server = PartSet()
                case .send(let part): open.append(part)
                case .wait(let time):
                    guard !open.isEmpty else {
                        guard let time else {
                            XCTFail("seed \(seed): it waits for nothing")
                            break loop
                        }
                        now = max(now, time)
                        continue
                    }
                    let part = open.remove(at: Int.random(in: 0..<open.count, using: &generator))
                    let isCalm = calm > 0
                    calm = isCalm ? calm - 1 : 3
                    switch isCalm ? 9 : Int.random(in: 0..<10, using: &generator) {
                    case 0...2: plan.failed(part, .trouble, now: now)
                    case 3: plan.failed(part, .flood(.seconds(1)), now: now)
                    case 4 where restarts < 3 && Int.random(in: 0..<20, using: &generator) == 0:
                        restarts += 1
                        plan.failed(part, .restart, now: now)
                    default:
                        server.insert(part.index)
                        plan.sent(part, now: now)
                    }
                }
            }
            XCTAssertEqual(server.count, plan.partCount, "seed \(seed)")
            XCTAssertEqual(plan.window.inFlight, 0, "seed \(seed)")
        }
    }

    // MARK: The window

    /// Sends parts over a path with a bandwidth and a delay, and gives what the window comes to.
    private func window(bytesPerSecond: Double, delay: Duration, connections: Int = 4, seconds: Int = 20) -> Int {
        var window = TransferWindow(connections: connections)
        var now = start
        var lineFree = start
        var queue: [(MonotonicTime, TransferWindow.Mark)] = []
        let part = 512 << 10
        let end = start + .seconds(seconds)
        while now < end {
            while window.admits(part) {
                let begin = max(now, lineFree)
                lineFree = begin + .seconds(Double(part) / bytesPerSecond)
                queue.append((lineFree + delay, window.sent(part, now: now)))
            }
            let (time, mark) = queue.removeFirst()
            now = max(now, time)
            window.delivered(part, mark, now: now)
        }
        return window.size
    }

    func testTheWindowFollowsBandwidthTimesDelay() {
        // A slow path needs no more than the least.
        XCTAssertLessThanOrEqual(window(bytesPerSecond: 1e5, delay: .milliseconds(50)), 2 << 20)
        // 20 MB/s at 200 ms are 4 MB.
        let long = window(bytesPerSecond: 2e7, delay: .milliseconds(200))
        XCTAssertGreaterThan(long, 4_000_000)
        XCTAssertLessThan(long, 16_000_000)
        // A path that carries more than the bounds allow.
        XCTAssertEqual(window(bytesPerSecond: 1e9, delay: .milliseconds(500), connections: 1), 8 << 20)
    }

    func testTheWindowDoesNotGrowWithTime() {
        // The queue that it makes itself is not taken for the delay of the path.
        for bytesPerSecond in [1e6, 5e6, 2e7] {
            for delay in [20, 200] {
                for seconds in [9, 11, 21, 60] {
                    let carried = bytesPerSecond * Double(delay) / 1_000
                    let size = window(bytesPerSecond: bytesPerSecond, delay: .milliseconds(delay), seconds: seconds)
                    // A part takes its time on the line, too, which counts as delay.
                    XCTAssertLessThanOrEqual(
                        Double(size), 2 * (carried + 524_288) + 2 * Double(TransferWindow.floor),
                        "\(bytesPerSecond) B/s, \(delay) ms, after \(seconds) s")
                }
            }
        }
    }

    func testTheWindowLearnsThatThePathHasBecomeLonger() {
        var window = TransferWindow(connections: 4)
        var now = start
        var sizes: [Int] = []
        for delay in [20, 400] {
            for _ in 0..<2_000 {
                let mark = window.sent(512 << 10, now: now)
                window.delivered(512 << 10, mark, now: now + .milliseconds(delay))
                now = now + .milliseconds(delay)
            }
            sizes.append(window.size)
        }
        // One part at a time: the path carries as much, and takes longer for it.
        XCTAssertEqual(Double(sizes[1]), Double(sizes[0]), accuracy: 4_096)
    }

    func testAFloodHalvesTheWindowForALongTime() {
        var window = TransferWindow(connections: 4)
        for index in 0..<200 {
            let now = start + .milliseconds(index * 10)
            let mark = window.sent(512 << 10, now: now)
            window.delivered(512 << 10, mark, now: now + .milliseconds(200))
        }
        let before = window.size
        window.flooded()
        XCTAssertEqual(window.size, max(TransferWindow.floor, before / 2))
        let mark = window.sent(512 << 10, now: start + .seconds(3))
        window.delivered(512 << 10, mark, now: start + .seconds(3) + .milliseconds(1))
        XCTAssertLessThan(window.size, before)
    }

    // MARK: Errors

    func testErrorsOfPartsAreUnderstood() {
        let rows: [(String, Int, PartFailure)] = [
            ("FLOOD_WAIT_7", 420, .flood(.seconds(7))), ("FLOOD_PREMIUM_WAIT_3", 420, .flood(.seconds(3))),
            ("FILE_MIGRATE_4", 303, .migrate(4)), ("FILE_REFERENCE_EXPIRED", 400, .staleReference),
            ("FILE_REFERENCE_2_EXPIRED", 400, .staleReference), ("FILE_REFERENCE_INVALID", 400, .staleReference),
            ("FILEREF_UPGRADE_NEEDED", 406, .staleReference), ("FILE_TOKEN_INVALID", 400, .lostToken),
            ("REQUEST_TOKEN_INVALID", 400, .lostToken), ("FILE_PART_SIZE_CHANGED", 400, .restart),
            ("FILE_PART_INVALID", 400, .restart), ("Timeout", -503, .trouble), ("INTERNAL", 500, .trouble),
            ("LOCATION_INVALID", 400, .fatal), ("LIMIT_INVALID", 400, .fatal),
            ("MTPROTO_CLUSTER_INVALID", 400, .trouble),
        ]
        for (text, code, expected) in rows {
            XCTAssertEqual(PartFailure(.refused(text, code: code)), expected, text)
        }
        XCTAssertEqual(PartFailure(.deadlineExceeded(method: "upload.getFile")), .trouble)
        XCTAssertEqual(PartFailure(.sessionEnded(.keyRejected(dataCenter: 1))), .fatal)
    }
}
