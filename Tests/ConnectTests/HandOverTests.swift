// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramBase
import FerogramMTProto
import XCTest

@testable import FerogramConnect

/// Streams that go from one owner to another.
final class HandOverTests: ConnectTestCase {
    private final class Deaf: IOHandler {
        func ready(for events: IOEvents, buffer: UnsafeMutableRawBufferPointer) {}
        func deadlineReached(now: MonotonicTime) {}
    }

    func testTheNewOwnerHearsTheStartFirstAndTheOldOneNothing() {
        var table = IOTable()
        let (old, new) = (Deaf(), Deaf())
        var calls: [IOTable.Call] = []
        _ = table.insert(1, descriptor: 5, interest: .read, handler: old)
        table.takePosted(into: &calls)
        XCTAssertTrue(calls.allSatisfy { $0.handler === old })
        calls = []
        _ = table.setDeadline(1, MonotonicTime(nanoseconds: 10))
        XCTAssertTrue(table.handOver(1, to: new).isKnown)
        table.take([PollerEvent(id: 1, events: .read, isBroken: false)], into: &calls)
        XCTAssertTrue(calls.isEmpty, "nothing comes before the start")
        table.takePosted(into: &calls)
        XCTAssertEqual(calls.map(\.events), [.start])
        table.take([PollerEvent(id: 1, events: .read, isBroken: false)], into: &calls)
        XCTAssertEqual(calls.map(\.events), [.start, .read])
        XCTAssertTrue(calls.allSatisfy { $0.handler === new })
        var due: [any IOHandler] = []
        table.takeDue(now: MonotonicTime(nanoseconds: 20), into: &due)
        XCTAssertTrue(due.isEmpty, "the old owner's deadline is gone")
        XCTAssertFalse(table.handOver(2, to: new).isKnown)
    }

    func testBytesThatCameBeforeAreReadAfter() async throws {
        for network in try TestNetwork.sockets() {
            let service = try network.listen { _ in Recorder.echo() }
            for _ in 0..<20 {
                let stream = try await network.dialer.open(service.endpoint, deadline: nil)
                let first = try StreamExchange(stream, deadline: nil)
                // The intermediate transport, and one frame.
                try await first.write([0xEE, 0xEE, 0xEE, 0xEE, 4, 0, 0, 0, 1, 2, 3, 4])
                let length = try await first.read(atMost: 4)
                let second = try StreamExchange(try first.release(), deadline: nil)
                var bytes = length
                while bytes.count < 8 { bytes += try await second.read(atMost: 8 - bytes.count) }
                XCTAssertEqual(bytes, [4, 0, 0, 0, 1, 2, 3, 4])
                first.close()
                second.close()
                do {
                    _ = try await first.read(atMost: 1)
                    XCTFail("the first owner has nothing left to read from")
                } catch {
                    XCTAssertEqual(error.code, .closed)
                }
            }
        }
    }
}
