// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramLocalServer
import FerogramTestSupport
import XCTest

@testable import Ferogram
@testable import FerogramMTSender

/// What calls keep in memory while they cannot be written.
final class OutgoingMemoryTests: XCTestCase {
    private static let part = [UInt8](repeating: 7, count: 512 << 10)

    private static func upload(_ number: Int) -> TL.upload.SaveBigFilePart {
        TL.upload.SaveBigFilePart(fileID: 1, filePart: Int32(number), fileTotalParts: 500, bytes: part)
    }

    /// How many calls the sender of the first data centre has, written or not.
    private static func callCount(_ client: TelegramClient) throws -> Int {
        let sender = try client.core.pool.sender(for: 1)
        return sender.pendingCallCount + sender.roomlessCallCount
    }

    func testCallsThatWaitForASlowLineAreNotKept() async throws {
        try await within {
            // The line takes a byte at a time.
            let local = try await LocalClients(capacity: 1)
            let client = try await local.builder.requestTimeout(nil).connect()
            let before = ProcessFigures.residentMemory
            let (growth, pending) = try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 0..<500 {
                    group.addTask { _ = try? await client.invoke(Self.upload(number)) }
                }
                try await until { try Self.callCount(client) == 500 }
                for _ in 0..<100 { await Task.yield() }
                let growth = ProcessFigures.residentMemory - before
                let pending = try client.core.pool.sender(for: 1).withState { $0.pendingByteCount }
                group.cancelAll()
                return (growth, pending)
            }
            XCTAssertLessThanOrEqual(growth, 64 << 20)
            XCTAssertGreaterThan(pending, 7 << 20)
            XCTAssertLessThanOrEqual(pending, 12 << 20)
            XCTAssertEqual(try Self.callCount(client), 0)
            await client.disconnect()
        }
    }

    func testCallsThatWaitForRoomAreMadeInTheirTurn() async throws {
        try await within {
            let local = try await LocalClients()
            let (client, _) = try await local.makeBot { $0.requestTimeout(nil) }
            let running = Counter()
            local.server.handle(TL.upload.SaveBigFilePart.self) { _ in
                running.increment()
                return true
            }
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 0..<100 { group.addTask { _ = try await client.invoke(Self.upload(number)) } }
                try await group.waitForAll()
            }
            XCTAssertEqual(running.count, 100)
            let sender = try client.core.pool.sender(for: 1)
            XCTAssertEqual(sender.withState { $0.pendingByteCount }, 0)
            await client.disconnect()
        }
    }

    func testWhoWaitsForRoomGivesUpInTimeAndWithTheClient() async throws {
        try await withFastClients { local, clock in
            let (client, _) = try await local.makeBot(clock) { $0.requestTimeout(nil) }
            let begun = Counter()
            local.server.handle(TL.upload.SaveBigFilePart.self) { _ in
                begun.increment()
                try await clock.sleep(until: clock.elapsed + .seconds(1_000_000))
                return true
            }
            await withTaskGroup(of: String.self) { group in
                for number in 0..<20 {
                    group.addTask {
                        await outcome { () throws(InvocationError) in try await client.invoke(Self.upload(number)) }
                    }
                }
                try? await until { try Self.callCount(client) == 20 }
                XCTAssertGreaterThan((try? client.core.pool.sender(for: 1).roomlessCallCount) ?? 0, 0)
                let late = await outcome { () throws(InvocationError) in
                    try await client.invoke(Self.upload(20), options: CallOptions(timeout: .seconds(5)))
                }
                XCTAssertEqual(late, "too late")
                await client.disconnect()
                for await result in group { XCTAssertEqual(result, "disconnected") }
            }
        }
    }
}
