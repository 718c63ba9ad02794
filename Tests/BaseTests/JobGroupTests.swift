// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTestSupport
import XCTest

@testable import FerogramBase

final class JobGroupTests: XCTestCase {
    private final class Seen: Sendable {
        let names = Lock<[String]>([])

        func add(_ name: String) { names.withLock { $0.append(name) } }
    }

    func testJobsRunFromBeforeTheRunAndDuringIt() async throws {
        try await within {
            let (jobs, seen) = (JobGroup(), Seen())
            XCTAssertTrue(jobs.start { seen.add("early") })
            async let run: Void = jobs.run()
            try await until { seen.names.withLock { $0 } == ["early"] }
            XCTAssertTrue(jobs.start { seen.add("late") })
            try await until { seen.names.withLock { $0 } == ["early", "late"] }
            jobs.finish()
            await run
            XCTAssertFalse(jobs.start { seen.add("never") })
            XCTAssertEqual(seen.names.withLock { $0 }, ["early", "late"])
        }
    }

    func testTheEndCancelsWhatIsUnderWayAndWaitsForIt() async throws {
        try await within {
            let (jobs, seen) = (JobGroup(), Seen())
            jobs.start {
                while !Task.isCancelled { await Task.yield() }
                seen.add("cancelled")
            }
            async let run: Void = jobs.run()
            for _ in 0..<100 { await Task.yield() }
            jobs.finish()
            await run
            XCTAssertEqual(seen.names.withLock { $0 }, ["cancelled"])
        }
    }

    func testTheEndIsToldOnceAndOnlyWhenNoJobIsUnderWay() async throws {
        try await within {
            let (jobs, seen) = (JobGroup(), Seen())
            let (ends, end) = AsyncStream.makeStream(of: Void.self)
            let (goes, go) = AsyncStream.makeStream(of: Void.self)
            jobs.open {
                seen.add("over")
                end.yield()
            }
            jobs.start {
                // The group's end cancels this, and does not wait for it to look.
                await Task { for await _ in goes {} }.value
                seen.add("job")
            }
            jobs.finish()
            jobs.finish()
            XCTAssertEqual(seen.names.withLock { $0 }, [])
            go.finish()
            for await _ in ends { break }
            jobs.finish()
            XCTAssertEqual(seen.names.withLock { $0 }, ["job", "over"])
        }
    }

    func testAGroupWithoutJobsEndsAtOnce() {
        let (jobs, seen) = (JobGroup(), Seen())
        jobs.open { seen.add("over") }
        XCTAssertEqual(seen.names.withLock { $0 }, [])
        jobs.finish()
        XCTAssertEqual(seen.names.withLock { $0 }, ["over"])
        XCTAssertFalse(jobs.start { seen.add("never") })
    }

    func testCancellingTheTaskEndsTheGroup() async throws {
        try await within {
            let (jobs, seen) = (JobGroup(), Seen())
            let run = Task { await jobs.run() }
            for _ in 0..<100 { await Task.yield() }
            run.cancel()
            await run.value
            XCTAssertFalse(jobs.start { seen.add("never") })
            XCTAssertEqual(seen.names.withLock { $0 }, [])
        }
    }

    func testWhatWasTakenIsBegunEvenAtTheEnd() async throws {
        try await within {
            let (jobs, seen) = (JobGroup(), Seen())
            jobs.start { seen.add("taken") }
            jobs.finish()
            await jobs.run()
            XCTAssertEqual(seen.names.withLock { $0 }, ["taken"])
        }
    }
}
