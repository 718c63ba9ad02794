// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramBase
import FerogramMTProto
import XCTest

@testable import FerogramConnect

/// Each state of the writer and of the reader, without a thread.
final class ConnectionMachineTests: XCTestCase {
    private static let error = ConnectionError(.broken)

    private func openMachine() -> ConnectionMachine {
        var machine = ConnectionMachine()
        machine.start(limit: nil)
        machine.open()
        return machine
    }

    // MARK: The writer

    func testTheFirstToSignalFlushesAndTheOthersLeaveWord() {
        var machine = openMachine()
        XCTAssertTrue(machine.signal())
        XCTAssertEqual(machine.writer, .flushing)
        XCTAssertFalse(machine.signal())
        XCTAssertEqual(machine.written(.all), .fill, "the word that was left")
        XCTAssertEqual(machine.written(.all), .stop)
        XCTAssertEqual(machine.writer, .idle)
        XCTAssertTrue(machine.signal())
    }

    func testMoreThanABatchIsFilledAgain() {
        var machine = openMachine()
        XCTAssertTrue(machine.signal())
        XCTAssertEqual(machine.written(.more), .fill)
        XCTAssertEqual(machine.written(.all), .stop)
    }

    func testNothingIsFilledBeforeTheOpening() {
        var machine = ConnectionMachine()
        machine.start(limit: nil)
        XCTAssertFalse(machine.signal())
        XCTAssertTrue(machine.resumeWriting(from: .idle), "the handshake goes out")
        XCTAssertEqual(machine.written(nil), .stop)
        machine.open()
        XCTAssertTrue(machine.signal())
        XCTAssertEqual(machine.written(.all), .fill, "what was signalled before the opening")
    }

    func testABlockedWriterGoesOnWhenThereIsRoom() {
        var machine = openMachine()
        XCTAssertFalse(machine.resumeWriting(from: .blocked))
        XCTAssertTrue(machine.signal())
        machine.blocked()
        XCTAssertEqual(machine.interest, [.read, .write])
        XCTAssertFalse(machine.signal())
        XCTAssertTrue(machine.resumeWriting(from: .blocked))
        XCTAssertEqual(machine.interest, .read)
        XCTAssertEqual(machine.written(nil), .fill)
        XCTAssertEqual(machine.written(.all), .stop)
    }

    func testOnlyTheFlusherMayGiveTheStreamBack() {
        var machine = openMachine()
        XCTAssertTrue(machine.signal())
        XCTAssertTrue(machine.fail(Self.error))
        XCTAssertFalse(machine.mayRetire())
        XCTAssertEqual(machine.written(.more), .stop)
        XCTAssertTrue(machine.mayRetire())
        XCTAssertFalse(machine.mayRetire(), "once")
        XCTAssertFalse(machine.hasStream)
    }

    func testAFailureUnblocksTheWriter() {
        var machine = openMachine()
        XCTAssertTrue(machine.signal())
        machine.blocked()
        XCTAssertTrue(machine.fail(Self.error))
        XCTAssertEqual(machine.writer, .idle)
        XCTAssertTrue(machine.mayRetire())
        XCTAssertEqual(machine.interest, [])
        // A flusher that comes late.
        var late = openMachine()
        XCTAssertTrue(late.signal())
        XCTAssertTrue(late.fail(Self.error))
        late.blocked()
        XCTAssertEqual(late.writer, .idle)
        XCTAssertTrue(late.mayRetire())
    }

    func testTheFirstFailureStays() {
        var machine = openMachine()
        XCTAssertTrue(machine.fail(Self.error))
        XCTAssertFalse(machine.fail(ConnectionError(.closed)))
        XCTAssertEqual(machine.failure, Self.error)
        XCTAssertFalse(machine.signal())
        XCTAssertFalse(machine.beginReading())
    }

    func testNothingIsGivenBackBeforeTheStart() {
        var machine = ConnectionMachine()
        XCTAssertTrue(machine.fail(Self.error))
        XCTAssertFalse(machine.mayRetire())
        machine.start(limit: nil)
        XCTAssertTrue(machine.mayRetire())
    }

    // MARK: The end of the writing

    func testTheWritingEndsAfterWhatIsQueued() {
        var machine = openMachine()
        XCTAssertTrue(machine.finishWriting())
        XCTAssertEqual(machine.written(.more), .fill)
        XCTAssertEqual(machine.written(.all), .shutDownWriting)
        XCTAssertFalse(machine.hasFinishedWriting, "the flusher still uses the stream")
        machine.leaveWriting()
        XCTAssertTrue(machine.hasFinishedWriting)
        XCTAssertFalse(machine.signal())
        XCTAssertFalse(machine.finishWriting())
    }

    func testAnEndThatIsAskedForWhileSomebodyFlushes() {
        var machine = openMachine()
        XCTAssertTrue(machine.signal())
        XCTAssertFalse(machine.finishWriting())
        XCTAssertEqual(machine.written(.all), .fill)
        XCTAssertEqual(machine.written(.all), .shutDownWriting)
    }

    func testAPeersEndIsTheEndUnlessSomethingIsToBeSent() {
        let limit = MonotonicTime(nanoseconds: 5)
        var idle = openMachine()
        XCTAssertTrue(idle.peerEnded(limit: limit))
        var client = openMachine()
        XCTAssertTrue(client.signal())
        XCTAssertTrue(client.peerEnded(limit: nil))
        var server = openMachine()
        XCTAssertTrue(server.signal())
        server.blocked()
        XCTAssertFalse(server.peerEnded(limit: limit))
        XCTAssertEqual(server.interest, .write)
        XCTAssertEqual(server.nextDeadline, limit)
        XCTAssertTrue(server.resumeWriting(from: .blocked))
        XCTAssertEqual(server.written(nil), .fill)
        XCTAssertEqual(server.written(.all), .shutDownWriting)
        server.leaveWriting()
        XCTAssertTrue(server.isDrained)
    }

    // MARK: The reader

    func testReadingStopsWhileATaskDelivers() {
        var machine = openMachine()
        XCTAssertTrue(machine.beginReading())
        XCTAssertEqual(machine.interest, .read)
        machine.deliverElsewhere()
        XCTAssertEqual(machine.interest, [])
        XCTAssertFalse(machine.beginReading())
        XCTAssertTrue(machine.fail(Self.error))
        XCTAssertFalse(machine.mayRetire(), "the task still speaks to the handler")
        machine.endReading(.more)
        XCTAssertTrue(machine.mayRetire())
    }

    func testPausingAndResuming() {
        var machine = openMachine()
        XCTAssertTrue(machine.beginReading())
        machine.endReading(.pause)
        XCTAssertEqual(machine.interest, [])
        XCTAssertFalse(machine.beginReading())
        machine.resume()
        XCTAssertTrue(machine.beginReading())
        machine.resume()
        machine.endReading(.pause)
        XCTAssertEqual(machine.interest, .read, "the resume came first")
        machine.pause()
        XCTAssertEqual(machine.interest, [])
    }

    // MARK: Deadlines

    func testTheLimitOfTheOpeningComesFirstAndIsTheConnections() {
        let limit = MonotonicTime(nanoseconds: 100)
        var machine = ConnectionMachine()
        machine.start(limit: limit)
        machine.deadline = MonotonicTime(nanoseconds: 50)
        XCTAssertEqual(machine.nextDeadline, limit, "the handler's counts from the opening on")
        XCTAssertFalse(machine.deadlineReached(now: MonotonicTime(nanoseconds: 99)))
        XCTAssertNil(machine.failure)
        var opened = machine
        XCTAssertFalse(machine.deadlineReached(now: limit))
        XCTAssertEqual(machine.failure?.code, .timedOut)
        opened.open()
        XCTAssertEqual(opened.nextDeadline, MonotonicTime(nanoseconds: 50))
        XCTAssertTrue(opened.deadlineReached(now: limit))
        XCTAssertNil(opened.nextDeadline)
    }
}
