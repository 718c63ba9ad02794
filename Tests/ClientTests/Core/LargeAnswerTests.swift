// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import Dispatch
import FerogramTLTypes
import FerogramTestSupport
import XCTest

@testable import Ferogram
@testable import FerogramBase
@testable import FerogramLocalServer
@testable import FerogramMTSender

/// Answers that take long to unpack and to read.
final class LargeAnswerTests: XCTestCase {
    private static let text = String(repeating: "All work and no play. ", count: (1 << 20) / 22)

    /// Counts those who came in.
    private final class Door: Sendable {
        private let state = Lock(0)

        var count: Int { state.withLock(\.self) }

        func enter() { state.withLock { $0 += 1 } }
    }

    private static func makeClient(_ local: LocalClients) async throws -> TelegramClient {
        let (client, _) = try await local.makeBot()
        local.server.handle(TL.help.GetAppUpdate.self) { _ in
            .appUpdate(.init(id: 1, version: "1", text: text, entities: []))
        }
        return client
    }

    func testALargeAnswerIsReadAsAnyOther() async throws {
        try await within {
            let local = try await LocalClients()
            let client = try await Self.makeClient(local)
            for _ in 0..<3 {
                guard case .appUpdate(let update) = try await client.invoke(TL.help.GetAppUpdate(source: "")) else {
                    return XCTFail("another answer")
                }
                XCTAssertEqual(update.text, Self.text)
            }
            await client.disconnect()
        }
    }

    func testNobodyElseWaitsForALargeAnswerNorWhoHasGivenItUp() async throws {
        try await within {
            let local = try await LocalClients()
            let client = try await Self.makeClient(local)
            // All threads that large answers are read on have something else to do.
            let work = LongWork.shared
            let held = DispatchSemaphore(value: 0)
            let door = Door()
            let others = (0..<work.mostThreads).map { _ in
                Task {
                    await work.run(orWhenCancelled: ()) { _ in
                        door.enter()
                        held.wait()
                    }
                }
            }
            try await until { door.count == work.mostThreads }
            let tasks = (0..<2).map { _ in
                Task {
                    await outcome { () throws(InvocationError) in
                        try await client.invoke(TL.help.GetAppUpdate(source: ""))
                    }
                }
            }
            try await until { work.waitingCount == 2 }
            for _ in 0..<10 { _ = try await client.invoke(TL.help.GetNearestDc()) }
            tasks[0].cancel()
            let given = await tasks[0].value
            XCTAssertEqual(given, "cancelled")
            for _ in others { held.signal() }
            let answer = await tasks[1].value
            XCTAssertEqual(answer, "answered")
            for task in others { await task.value }
            await client.disconnect()
        }
    }

    func testALargeAnswerThatIsNoneIsAnError() async throws {
        try await within {
            let bytes = [UInt8](repeating: 7, count: 300 << 10)
            XCTAssertTrue(Request.isLong(bytes[...], answering: TL.help.GetAppUpdate.self))
            do throws(InvocationError) {
                _ = try await Request.readAside(
                    bytes[...], answering: TL.help.GetAppUpdate.self, TL.help.GetAppUpdate.constructorID)
                XCTFail("it was read")
            } catch {
                guard case .invalidResponse("help.getAppUpdate", _) = error else { return XCTFail("\(error)") }
            }
            // A part of a file is only copied.
            XCTAssertFalse(Request.isLong(bytes[...], answering: TL.upload.GetFile.self))
            XCTAssertFalse(Request.isLong(bytes[...], answering: TL.upload.GetCdnFile.self))
            XCTAssertFalse(Request.isLong(bytes[...], answering: TL.upload.GetWebFile.self))
        }
    }
}
