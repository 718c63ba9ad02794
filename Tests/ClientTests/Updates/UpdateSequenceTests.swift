// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramBase
import FerogramMessageBox
import XCTest

@testable import Ferogram

final class UpdateSequenceTests: XCTestCase {
    private final class Stored: Sendable {
        private let log = Lock<[MessageBoxState.Change]>([])

        var changes: [MessageBoxState.Change] { log.withLock { $0 } }

        func append(_ changes: [MessageBoxState.Change]) { log.withLock { $0 += changes } }
    }

    private let stored = Stored()

    private func makeQueue() -> UpdateQueue {
        let queue = UpdateQueue(capacity: 16, storesBefore: false) { [stored] changes in
            stored.append(changes)
        }
        for number in Int32(1)...2 {
            let update = Update.messagesDeleted(DeletedMessages(ids: [number], channelID: nil))
            queue.append([update], [.channel(7, pts: number)])
        }
        return queue
    }

    func testAnUpdateIsHandledWhenTheNextOneIsRequested() async {
        let queue = makeQueue()
        var iterator = UpdateSequence(queue: queue).makeAsyncIterator()
        _ = await iterator.next()
        XCTAssertEqual(stored.changes, [])
        _ = await iterator.next()
        XCTAssertEqual(stored.changes, [.channel(7, pts: 1)])
    }

    func testAnUpdateIsGivenBackWhenTheTaskWasCancelledBeforeTheNextOneIsRequested() async {
        let queue = makeQueue()
        let reading = Task {
            var iterator = UpdateSequence(queue: queue).makeAsyncIterator()
            _ = await iterator.next()
            withUnsafeCurrentTask { $0?.cancel() }
            return await iterator.next() == nil
        }
        let hasEnded = await reading.value
        XCTAssertTrue(hasEnded)
        XCTAssertEqual(stored.changes, [])
        XCTAssertEqual(queue.waitingCount, 2)
    }

    func testAnUpdateIsGivenBackWhenTheTaskWasCancelledBeforeTheIteratorIsGone() async {
        let queue = makeQueue()
        await Task {
            var iterator = UpdateSequence(queue: queue).makeAsyncIterator()
            _ = await iterator.next()
            withUnsafeCurrentTask { $0?.cancel() }
        }.value
        XCTAssertEqual(stored.changes, [])
        XCTAssertEqual(queue.waitingCount, 2)
    }
}
