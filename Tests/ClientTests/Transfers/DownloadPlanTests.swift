// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramCrypto
import FerogramMTProto
import FerogramTLTypes
import FerogramTestSupport
import XCTest

@testable import Ferogram

/// What a download does next; see core.telegram.org/api/files#downloading-files.
final class DownloadPlanTests: XCTestCase {
    private let start = MonotonicTime(nanoseconds: 0)

    private func plan(_ size: Int64, allowsCDN: Bool = false, pieceSize: Int? = nil) -> DownloadPlan {
        DownloadPlan(
            range: 0..<size, isSizeKnown: true, dataCenter: 1, connections: 4, allowsCDN: allowsCDN,
            pieceSize: pieceSize)
    }

    private func piece(_ step: DownloadPlan.Step) throws -> (DownloadPlan.Piece, DownloadPlan.Route, DownloadPlan.Work)
    {
        guard case .start(let work) = step, case .piece(let piece, let route, _) = work else {
            throw XCTSkip("the step is \(step)")
        }
        return (piece, route, work)
    }

    func testRequestsFollowTheRulesOfTheServer() throws {
        for size: Int64 in [1, 4_096, 100_000, 131_072, 131_073, 1 << 20, (1 << 20) + 1, 5_000_001] {
            for start: Int64 in [0, 1, 4_095, 131_072, 600_000] where start < size {
                var plan = DownloadPlan(
                    range: start..<size, isSizeKnown: true, dataCenter: 1, connections: 1)
                var covered = start
                while case .start(.piece(let piece, _, _)) = plan.poll(now: self.start) {
                    XCTAssertEqual(piece.offset % 4_096, 0)
                    XCTAssertEqual(piece.limit % 4_096, 0)
                    XCTAssertEqual((1 << 20) % piece.limit, 0)
                    XCTAssertEqual(piece.offset >> 20, (piece.offset + Int64(piece.limit) - 1) >> 20)
                    let count = Int(min(Int64(piece.limit), size - piece.offset))
                    let part = plan.wanted.part(of: piece.offset, count: count)
                    XCTAssertEqual(piece.offset + Int64(part.lowerBound), covered)
                    covered = piece.offset + Int64(part.upperBound)
                    XCTAssertTrue(plan.received(piece, count: count, now: self.start))
                }
                XCTAssertEqual(covered, size)
                XCTAssertEqual(plan.poll(now: self.start), .finished)
            }
        }
    }

    func testFilesUpToAMebibyteComeInSmallerPieces() {
        let sizes: [(Int64, Int)] = [
            (1, 32 << 10), (32 << 10, 32 << 10), ((32 << 10) + 1, 128 << 10), (1 << 20, 128 << 10),
            ((1 << 20) + 1, 512 << 10), (1 << 30, 512 << 10),
        ]
        for (size, expected) in sizes { XCTAssertEqual(plan(size).pieceSize, expected, "\(size) bytes") }
        let unknown = DownloadPlan(range: 0..<0, isSizeKnown: false, dataCenter: 1, connections: 1)
        XCTAssertEqual(unknown.pieceSize, 512 << 10)
    }

    func testAFileOfUnknownLengthEndsWhereAnAnswerIsShort() throws {
        for size in [0, 1, 524_287, 524_288, 524_289, 2_000_000] {
            var plan = DownloadPlan(range: 0..<0, isSizeKnown: false, dataCenter: 1, connections: 1)
            var received = 0
            var requests = 0
            while case .start(.piece(let piece, _, _)) = plan.poll(now: start) {
                requests += 1
                let count = max(0, min(piece.limit, size - Int(piece.offset)))
                if plan.received(piece, count: count, now: start) { received += count }
            }
            XCTAssertEqual(received, size)
            XCTAssertEqual(plan.poll(now: start), .finished)
            XCTAssertLessThanOrEqual(requests, size / 524_288 + 3)
        }
    }

    func testAShortAnswerBeforeTheEndIsAnError() throws {
        var plan = plan(2_000_000)
        let (piece, _, _) = try piece(plan.poll(now: start))
        XCTAssertFalse(plan.received(piece, count: 1_000, now: start))
        XCTAssertEqual(plan.poll(now: start), .failed(.truncated(1_000)))
    }

    func testAMigrationMovesTheWholeTransfer() throws {
        var plan = plan(2_000_000)
        let (_, first, work) = try piece(plan.poll(now: start))
        XCTAssertEqual(first, .origin(dataCenter: 1, allowsCDN: false))
        let (_, _, other) = try piece(plan.poll(now: start))
        plan.failed(work, .migrate(4), now: start)
        plan.failed(other, .migrate(4), now: start)
        for index in 0...1 {
            let (piece, route, _) = try piece(plan.poll(now: start))
            XCTAssertEqual(piece.index, index)
            XCTAssertEqual(route, .origin(dataCenter: 4, allowsCDN: false))
        }
    }

    func testAReferenceIsRefreshedOnceForAllPieces() throws {
        var plan = plan(2_000_000)
        let (_, _, first) = try piece(plan.poll(now: start))
        let (_, _, second) = try piece(plan.poll(now: start))
        plan.failed(first, .staleReference, now: start)
        XCTAssertEqual(plan.poll(now: start), .start(.reference))
        XCTAssertEqual(plan.poll(now: start), .wait(nil))
        plan.refreshed()
        // The second piece was asked for under the old reference.
        plan.failed(second, .staleReference, now: start)
        let (piece, _, work) = try piece(plan.poll(now: start))
        XCTAssertEqual(piece.index, 0)
        plan.failed(work, .staleReference, now: start)
        XCTAssertEqual(plan.poll(now: start), .failed(.call))
    }

    func testTheBytesUnderWayTellWhetherANewReferenceIsWorthACall() throws {
        for arrives in [true, false] {
            var plan = plan(2_000_000)
            let (_, _, first) = try piece(plan.poll(now: start))
            plan.failed(first, .staleReference, now: start)
            XCTAssertEqual(plan.poll(now: start), .start(.reference))
            plan.refreshed()
            let (_, _, again) = try piece(plan.poll(now: start))
            let (other, _, work) = try piece(plan.poll(now: start))
            plan.failed(again, .staleReference, now: start)
            XCTAssertEqual(plan.poll(now: start), .wait(nil))
            if arrives {
                XCTAssertTrue(plan.received(other, count: other.limit, now: start))
                XCTAssertEqual(plan.poll(now: start), .start(.reference))
            } else {
                plan.failed(work, .staleReference, now: start)
                XCTAssertEqual(plan.poll(now: start), .failed(.call))
            }
        }
    }

    func testAFloodHalvesTheWindowAndWaits() throws {
        var plan = plan(100 << 20)
        var works: [DownloadPlan.Work] = []
        while case .start(let work) = plan.poll(now: start) { works.append(work) }
        XCTAssertEqual(works.count, 2)
        let before = plan.window.size
        for work in works { plan.failed(work, .flood(.seconds(3)), now: start) }
        XCTAssertLessThan(plan.window.size, before)
        XCTAssertEqual(plan.poll(now: start), .wait(start + .seconds(3)))
        XCTAssertNoThrow(try piece(plan.poll(now: start + .seconds(3))))
    }

    func testTroubleIsSatOutUntilThereIsTooMuchOfIt() throws {
        var plan = plan(100_000)
        var now = start
        var waits: [Duration] = []
        while true {
            switch plan.poll(now: now) {
            case .start(let work): plan.failed(work, .trouble, now: now)
            case .wait(let time):
                let time = try XCTUnwrap(time)
                waits.append(time - now)
                now = time
            case .failed(let failure):
                XCTAssertEqual(failure, .call)
                XCTAssertEqual(waits.count, PartRetries.most)
                XCTAssertEqual(waits.first, .milliseconds(500))
                return
            case .finished: return XCTFail("finished")
            }
        }
    }

    // MARK: The content delivery network

    private let file = DownloadPlan.CDNFile(dataCenter: 203, token: [1], key: [], vector: [])

    private func hashes(_ count: Int, side: Int = 131_072) -> [TL.FileHash] {
        (0..<count).map { index in
            TL.FileHash(
                offset: Int64(index * side), limit: Int32(side), hash: [UInt8](repeating: UInt8(index), count: 32))
        }
    }

    func testNothingComesFromTheNetworkWithoutChecksums() throws {
        var plan = plan(1 << 20, allowsCDN: true, pieceSize: 524_288)
        let (first, _, _) = try piece(plan.poll(now: start))
        plan.redirected(first, to: file, hashes: hashes(2))
        guard case .start(.hashes(let offset, let cdn, let dataCenter)) = plan.poll(now: start) else {
            return XCTFail("no checksums are asked for")
        }
        XCTAssertEqual(offset, 262_144)
        XCTAssertEqual(cdn, file)
        XCTAssertEqual(dataCenter, 1)
        plan.learned(hashes(8), from: offset)
        let (again, route, _) = try piece(plan.poll(now: start))
        XCTAssertEqual(again, first)
        XCTAssertEqual(route, .cdn(file))
        XCTAssertEqual(plan.hashes(of: again).count, 4)
    }

    func testAFileIsPutOnTheNetworkAgainOnceForAllPieces() throws {
        var plan = plan(1 << 20, allowsCDN: true)
        let (first, _, _) = try piece(plan.poll(now: start))
        plan.redirected(first, to: file, hashes: hashes(8))
        let (one, _, _) = try piece(plan.poll(now: start))
        let (two, _, _) = try piece(plan.poll(now: start))
        plan.needsReupload(one, token: [7])
        plan.needsReupload(two, token: [7])
        XCTAssertEqual(plan.poll(now: start), .start(.reupload(file, token: [7], dataCenter: 1)))
        XCTAssertEqual(plan.poll(now: start), .wait(nil))
        plan.reuploaded([7], hashes: hashes(8))
        XCTAssertEqual(try piece(plan.poll(now: start)).0, one)
    }

    func testDamagedPiecesAreAskedForAgainThenAtTheOrigin() throws {
        var plan = plan(500_000, allowsCDN: true)
        let (first, _, _) = try piece(plan.poll(now: start))
        plan.redirected(first, to: file, hashes: hashes(8))
        for _ in 0..<2 {
            let (piece, route, _) = try piece(plan.poll(now: start))
            XCTAssertEqual(route, .cdn(file))
            plan.corrupt(piece, now: start)
        }
        let (_, route, _) = try piece(plan.poll(now: start))
        XCTAssertEqual(route, .origin(dataCenter: 1, allowsCDN: false))
    }

    func testLateDamageOfTheNetworkSaysNothingOfTheOrigin() throws {
        var plan = plan(1 << 20, allowsCDN: true, pieceSize: 131_072)
        let (first, _, _) = try piece(plan.poll(now: start))
        plan.redirected(first, to: file, hashes: hashes(8))
        var pieces: [DownloadPlan.Piece] = []
        while case .start(.piece(let piece, let route, _)) = plan.poll(now: start) {
            XCTAssertEqual(route, .cdn(file))
            pieces.append(piece)
        }
        XCTAssertEqual(pieces.count, 8)
        for piece in pieces { plan.corrupt(piece, now: start) }
        XCTAssertEqual(try piece(plan.poll(now: start)).1, .origin(dataCenter: 1, allowsCDN: false))
    }

    func testALostTokenLeadsBackToTheOrigin() throws {
        var plan = plan(500_000, allowsCDN: true)
        let (first, _, _) = try piece(plan.poll(now: start))
        plan.redirected(first, to: file, hashes: hashes(8))
        let (_, _, work) = try piece(plan.poll(now: start))
        plan.failed(work, .lostToken, now: start)
        XCTAssertEqual(try piece(plan.poll(now: start)).1, .origin(dataCenter: 1, allowsCDN: false))
    }

    func testChecksumsAreComparedWithAllBytes() {
        let bytes = SampleFile.content(300_000)
        let hashes = stride(from: 0, to: 300_000, by: 131_072).map { offset in
            TL.FileHash(
                offset: Int64(offset), limit: Int32(min(131_072, 300_000 - offset)),
                hash: SHA256.hash(of: bytes[offset..<min(300_000, offset + 131_072)]))
        }
        XCTAssertTrue(FileHashTable.verify(bytes, at: 0, hashes))
        for index in [0, 131_071, 131_072, 299_999] {
            var damaged = bytes
            damaged[index] ^= 1
            XCTAssertFalse(FileHashTable.verify(damaged, at: 0, hashes))
        }
        XCTAssertFalse(FileHashTable.verify(bytes, at: 0, Array(hashes.dropLast())))
        XCTAssertFalse(FileHashTable.verify(bytes, at: 0, Array(hashes.dropFirst())))
        XCTAssertFalse(FileHashTable.verify(bytes, at: 4_096, hashes))
    }

    // MARK: Simulation

    /// Downloads from a server that does all that it may do, and some that it should not.
    func testTheBytesAreThereWhateverHappens() {
        var givenUp = 0
        seeds: for seed in 0..<400 {
            // How many answers were trouble since the last bytes came.
            var fruitless = 0
            var generator = SeededGenerator(seed: UInt64(seed))
            let size = Int64.random(in: 1...20_000_000, using: &generator)
            let knowsSize = Bool.random(using: &generator)
            var plan = DownloadPlan(
                range: 0..<(knowsSize ? size : 0), isSizeKnown: knowsSize, dataCenter: 1, connections: 4,
                allowsCDN: Bool.random(using: &generator))
            var now = start
            var home = 1
            var covered = PartSet()
            var bytes: Int64 = 0
            var open: [DownloadPlan.Work] = []
            var calm = 0
            loop: while true {
                now = now + .milliseconds(1)
                switch plan.poll(now: now) {
                case .finished: break loop
                case .failed(let failure):
                    // A server that gives nothing but trouble may be given up.
                    guard fruitless < 2 else {
                        givenUp += 1
                        continue seeds
                    }
                    XCTFail("seed \(seed): \(failure)")
                    break loop
                case .start(let work):
                    open.append(work)
                    continue
                case .wait(let time):
                    if open.isEmpty {
                        guard let time else {
                            XCTFail("seed \(seed): it waits for nothing")
                            break loop
                        }
                        now = max(now, time)
                        continue
                    }
                }
                let work = open.remove(at: Int.random(in: 0..<open.count, using: &generator))
                // Trouble comes now and then, not always: the plan may give up a server that does nothing else.
                let isCalm = calm > 0
                calm = isCalm ? calm - 1 : 3
                switch work {
                case .piece(let piece, let route, _):
                    fruitless += 1
                    switch isCalm ? 9 : Int.random(in: 0..<10, using: &generator) {
                    case 0: plan.failed(work, .trouble, now: now)
                    case 1: plan.failed(work, .flood(.seconds(1)), now: now)
                    case 2 where route != .cdn(file):
                        plan.failed(work, .staleReference, now: now)
                    case 3 where route != .cdn(file):
                        home = home % 5 + 1
                        plan.failed(work, .migrate(home), now: now)
                    case 4:
                        if case .origin(_, true) = route {
                            plan.redirected(piece, to: file, hashes: hashes(4))
                        } else {
                            plan.failed(work, .trouble, now: now)
                        }
                    case 5 where route == .cdn(file): plan.needsReupload(piece, token: [UInt8(seed & 0xFF)])
                    case 6 where route == .cdn(file): plan.corrupt(piece, now: now)
                    case 7 where route == .cdn(file): plan.failed(work, .lostToken, now: now)
                    default:
                        let count = Int(max(0, min(Int64(piece.limit), size - piece.offset)))
                        fruitless = 0
                        if plan.received(piece, count: count, now: now) {
                            XCTAssertFalse(covered.contains(piece.index), "seed \(seed): a piece came twice")
                            covered.insert(piece.index)
                            bytes += Int64(count)
                        }
                    }
                case .hashes(let offset, _, _):
                    plan.learned(hashes(200).filter { $0.offset >= offset }.prefix(20).map(\.self), from: offset)
                case .reupload(_, let token, _): plan.reuploaded(token, hashes: [])
                case .reference: plan.refreshed()
                }
            }
            XCTAssertEqual(bytes, size, "seed \(seed)")
            XCTAssertEqual(plan.window.inFlight, 0, "seed \(seed)")
        }
        XCTAssertLessThan(givenUp, 8)
    }
}
