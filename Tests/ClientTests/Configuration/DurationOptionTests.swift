// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramLocalServer
import FerogramTestSupport
import XCTest

@testable import Ferogram

/// Every duration that a program can give a client, at its worst.
final class DurationOptionTests: XCTestCase {
    private static let extremes: [Duration] = [
        .zero, .nanoseconds(1), .seconds(-1), .nanoseconds(Int64.max), .nanoseconds(Int64.min), .seconds(Int64.max),
        .seconds(Int64.min), .seconds(Int64.max) + .seconds(Int64.max),
    ]

    private struct Waiting: RetryPolicy {
        let wait: Duration

        func decide(_ context: RetryContext) -> RetryDecision {
            context.failureCount > 3 ? .giveUp : .retry(after: wait)
        }
    }

    func testCallsEndOrAreAnswered() async throws {
        try await within {
            let local = try await LocalClients()
            let (client, _) = try await local.makeBot()
            for duration in Self.extremes {
                let result = await outcome { () throws(InvocationError) in
                    try await client.invoke(TL.help.GetConfig(), options: .init(timeout: duration))
                }
                XCTAssertEqual(result, duration > .nanoseconds(1) ? "answered" : "too late", "\(duration)")
                local.server.inject(
                    LocalFault(.answer(RPCFailure(500, .timeout)), methods: ["help.getConfig"], occurrence: .times(1)))
                let retried = await outcome { () throws(InvocationError) in
                    try await client.invoke(TL.help.GetConfig(), options: .init(retryPolicy: Waiting(wait: duration)))
                }
                XCTAssertEqual(retried, duration > .nanoseconds(1) ? "TIMEOUT" : "answered", "\(duration)")
            }
            await client.disconnect()
        }
    }

    func testClientsConnectAndShutDown() async throws {
        try await within {
            let local = try await LocalClients()
            for duration in Self.extremes {
                let client = try await local.builder
                    .restartPolicy(.exponential(first: duration, limit: duration))
                    .retryPolicy(.circuitBreaker(cooldown: duration))
                    .transports(racing: [
                        TransportCandidate(.abridged, delay: duration), TransportCandidate(.full, delay: duration),
                    ])
                    .connect()
                _ = try await client.invoke(TL.help.GetConfig())
                await client.shutdown(draining: duration)
            }
        }
    }
}
