// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import Ferogram
import FerogramConnect
import FerogramLocalServer
import FerogramTestSupport
import XCTest

final class CancellationTests: XCTestCase {
    func testTenThousandCancelledCallsLeaveNothing() async throws {
        try await within {
            let local = try await LocalClients()
            let (client, _) = try await local.makeBot()
            // Never answers, until the server stops.
            local.server.handle(TL.help.GetAppConfig.self) { _ in
                try await Task.sleep(for: .seconds(3600))
                throw CancellationError()
            }
            for _ in 0..<10 {
                let calls = (0..<1_000).map { _ in
                    Task { () -> Bool in
                        do throws(InvocationError) {
                            _ = try await client.invoke(TL.help.GetAppConfig(hash: 0))
                            return false
                        } catch {
                            // Too many calls at once are a flood to the server; that is an answer too.
                            return error.isCancellation || error.rpcError != nil
                        }
                    }
                }
                await Task.yield()
                for call in calls { call.cancel() }
                for call in calls {
                    let isOver = await call.value
                    XCTAssertTrue(isOver)
                }
            }
            let config = try await client.invoke(TL.help.GetConfig())
            XCTAssertEqual(config.thisDC, 1)
            await client.disconnect()
        }
    }

    func testACallEndsAtItsDeadline() async throws {
        try await within {
            let local = try await LocalClients()
            let (client, _) = try await local.makeBot()
            local.server.handle(TL.help.GetAppConfig.self) { _ in
                try await Task.sleep(for: .seconds(3600))
                throw CancellationError()
            }
            do throws(InvocationError) {
                _ = try await client.invoke(TL.help.GetAppConfig(hash: 0), options: .init(timeout: .milliseconds(50)))
                XCTFail("nobody answered")
            } catch {
                guard case .deadlineExceeded("help.getAppConfig") = error else { return XCTFail("\(error)") }
            }
            await client.disconnect()
        }
    }

    func testACallEndsAtItsDeadlineWithoutAConnection() async throws {
        try await within {
            let local = try await LocalClients()
            let client = try await local.builder.connect()
            local.server.stop()
            do throws(InvocationError) {
                _ = try await client.invoke(TL.help.GetConfig(), options: .init(timeout: .milliseconds(50)))
                XCTFail("nobody answered")
            } catch {
                guard case .deadlineExceeded = error else { return XCTFail("\(error)") }
            }
            await client.disconnect()
        }
    }

    func testConnectingCanBeCancelled() async throws {
        try await within {
            let local = try await LocalClients()
            let builder = local.builder
            local.server.stop()
            let attempt = Task { try await builder.connect() }
            await Task.yield()
            attempt.cancel()
            let result = await attempt.result
            XCTAssertThrowsError(try result.get())
        }
    }

    func testADroppedClientIsGone() async throws {
        try await within {
            let local = try await LocalClients()
            weak var gone: TelegramClient?
            do {
                let (client, _) = try await local.makeBot()
                gone = client
                _ = try await client.invoke(TL.help.GetConfig())
            }
            XCTAssertNil(gone)
            // The engine closes its connections in its own time.
            while local.server.connectionCount > 0 { await Task.yield() }
        }
    }
}
